import { htmlToText } from '@guichet/core'
import { finishText, readBodyText } from './body-text.ts'
import { tnefContent } from './mail-files.ts'
import type { Part } from './part.ts'
import type { TnefContent } from './tnef.ts'

/** What a mail says; where no part says anything, what a winmail.dat holds as its body. */
export function readText(root: Part): string {
  const text = readBodyText(root)
  if (text.trim() !== '') return text
  const body = tnefBody(root)
  const inside = body?.text ?? (body?.html == null ? '' : htmlToText(body.html))
  return inside.trim() === '' ? text : finishText(inside.replaceAll('\r\n', '\n'))
}

/** The first winmail.dat with a body, or null. */
export function tnefBody(part: Part): TnefContent | null {
  if (part.children.length === 0) {
    const content = tnefContent(part)
    return content !== null && (content.text ?? content.html) !== null ? content : null
  }
  for (const child of part.children) {
    const found = tnefBody(child)
    if (found !== null) return found
  }
  return null
}
