import { cleanText, htmlToText } from '@guichet/core'
import { decodeCharset } from './charset.ts'
import { unfoldFlowed } from './flowed-text.ts'
import { isBarren, type Part } from './part.ts'
import { isBeyondDoubt, isPretext } from './pretext.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { splitUuencoded } from './uuencoded-text.ts'

const maxTextLength = 1_000_000

/** What a mail says: its texts in order, of alternatives the plain one, HTML as text where nothing else is. */
export function readBodyText(root: Part): string {
  return finishText(readTexts(root).join('\n'))
}

/** The form in which any text of a body is stored. */
export function finishText(text: string): string {
  return cleanText(text, maxTextLength).trimEnd()
}

function readTexts(part: Part): readonly string[] {
  if (part.isBody) return [part.contentType === 'text/html' ? htmlToText(decodePart(part)) : readPlain(part)]
  if (isBarren(part)) return part.content.length === 0 ? [] : [readPlain(part)]
  if (part.contentType !== 'multipart/alternative') return part.children.flatMap(readTexts)
  let said: readonly string[] = []
  for (const child of [...part.children].sort(plainFirst)) {
    // Reading HTML costs more than looking at its size.
    if (isBeyondDoubt(said.join('\n'), bodySize(child))) return said
    const texts = readTexts(child)
    if (isPretext(said.join('\n'), texts.join('\n'))) said = texts
  }
  return said
}

function bodySize(part: Part): number {
  return part.isBody ? part.size : part.children.reduce((sum, child) => sum + bodySize(child), 0)
}

function plainFirst(a: Part, b: Part): number {
  return Number(b.contentType === 'text/plain') - Number(a.contentType === 'text/plain')
}

function readPlain(part: Part): string {
  // What programs before MIME put into the text is listed as a file.
  const { text } = splitUuencoded(decodePart(part))
  if (part.typeParameters.get('format')?.toLowerCase() !== 'flowed') return text
  return unfoldFlowed(text, part.typeParameters.get('delsp')?.toLowerCase() === 'yes')
}

/** A text part as text, whatever its encoding and charset. */
export function decodePart(part: Part): string {
  const bytes = decodeTransfer(part.content, part.encoding ?? 'identity')
  const inText = part.contentType === 'text/html' ? metaCharset(bytes) : null
  const text = decodeCharset(bytes, part.typeParameters.get('charset') ?? null, inText)
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
}

/** `<meta charset=…>` within the first kilobyte, where HTML wants it; mail should not need it, and some does. */
function metaCharset(html: Buffer): string | null {
  return (
    /<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([\w-]+)/i.exec(html.toString('latin1', 0, 1024))?.[1] ?? null
  )
}
