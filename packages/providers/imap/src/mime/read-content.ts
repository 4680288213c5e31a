import type { RawContent, RawMessage, RawPicture } from '@guichet/core'
import { decodePart } from './body-text.ts'
import { bytesForParts, readMailParts } from './mail-parts.ts'
import { type Part, type PartHeaders, partName } from './part.ts'
import { readText, tnefBody } from './tnef-body.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { walkMail } from './walk-mail.ts'

/** A picture larger than this is looked at as a file. */
const maxPictureBytes = 4 * 1024 * 1024

/** What a mail shows: its texts, its HTML in order, and the pictures that its HTML may mean. */
export async function readContent(raw: RawMessage): Promise<RawContent> {
  const { root } = await walkMail(raw, {
    keep: (part) => Math.max(bytesForParts(part), isPicture(part) ? maxPictureBytes : 0),
  })
  const shown = readShown(root)
  const html = shown.some(({ isHtml }) => isHtml) ? shown.map(toHtml).join('\n') : null
  const body = html === null ? tnefBody(root) : null
  const text = readText(root)
  return {
    ...readMailParts(root, text),
    text,
    html: html ?? body?.html ?? null,
    pictures: readPictures(root),
  }
}

interface Shown {
  readonly isHtml: boolean
  readonly text: string
}

/** The bodies in order; of alternatives the richest that says something (RFC 2046 §5.1.4). */
function readShown(part: Part): readonly Shown[] {
  if (part.isBody) return [{ isHtml: part.contentType === 'text/html', text: decodePart(part) }]
  if (part.contentType !== 'multipart/alternative') return part.children.flatMap(readShown)
  for (const child of part.children.toReversed()) {
    const shown = readShown(child)
    if (shown.some(({ text }) => text.trim() !== '')) return shown
  }
  return []
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A text between two HTML bodies, as lists and antivirus programs add it. */
function toHtml({ isHtml, text }: Shown): string {
  if (isHtml) return text
  const escaped = text.trimEnd().replaceAll(/[&<>]/g, (character) => entities[character] ?? character)
  return escaped === '' ? '' : `<div style="white-space:pre-wrap">${escaped}</div>`
}

function isPicture(part: PartHeaders): boolean {
  const hasName = /\.(?:png|jpe?g|gif|webp)$/i.test(partName(part))
  return part.contentType.startsWith('image/') || (part.contentId !== null && hasName)
}

function readPictures(part: Part): readonly RawPicture[] {
  if (part.children.length > 0) return part.children.flatMap(readPictures)
  // What was cut is no picture any more.
  if (!isPicture(part) || part.content.length === 0 || part.size > maxPictureBytes) return []
  const references = [part.contentId, part.contentLocation, partName(part)].filter(
    (reference): reference is string => reference !== null && reference !== '',
  )
  return [{ references, bytes: decodeTransfer(part.content, part.encoding ?? 'identity') }]
}
