import { cleanText, type MailReport } from '@guichet/core'
import { decodeEncodedWords } from './encoded-words.ts'
import { type HeaderLine, readHeaderBlock } from './header-block.ts'
import { mapHeaders } from './header-fields.ts'
import type { Part } from './part.ts'
import { decodeTransfer } from './transfer-encoding.ts'

/** Header blocks and some hundred recipients; the body of a returned message is not worth keeping. */
export const maxReportPartBytes = 64 * 1024

const maxBlocks = 200
const maxFieldLength = 2000

/** RFC 3464, 5965 and 8098, with the internationalised forms of RFC 6533. */
const statusTypes = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
  'message/feedback-report',
  'message/disposition-notification',
  'message/global-disposition-notification',
])
const returnedTypes = new Set([
  'message/rfc822',
  'message/global',
  'message/partial',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global-headers',
  'text/rfc822',
])

/** Whether a part belongs to a report about another message: its content is read by machines. */
export function isReportPart(part: Pick<Part, 'contentType'>): boolean {
  return statusTypes.has(part.contentType) || returnedTypes.has(part.contentType)
}

/** What a mail reports about another one, or null. Parts that are damaged are read as far as they go. */
export function readReport(root: Part): MailReport | null {
  if (root.children.length === 0 && !isReportPart(root)) return null
  const parts = leaves(root).filter(isReportPart)
  if (parts.length === 0) return null
  const fields = parts.filter((part) => statusTypes.has(part.contentType)).flatMap(readBlocks)
  const returned = parts.find((part) => returnedTypes.has(part.contentType))
  return { fields: fields.slice(0, maxBlocks), originalHeaders: readReturned(returned) }
}

function leaves(part: Part): readonly Part[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leaves)
}

/** RFC 3464 §2.1: blocks of fields with a blank line between them. */
function readBlocks(part: Part): readonly ReadonlyMap<string, string>[] {
  return contentOf(part)
    .toString('latin1')
    .split(/\r?\n[ \t]*\r?\n/)
    .slice(0, maxBlocks)
    .map((block) => mapFields(readHeaderBlock(Buffer.from(block, 'latin1'))))
    .filter((block) => block.size > 0)
}

/** Of a field that is repeated, as comments of relays are, the first says what the reporter meant. */
function mapFields(lines: readonly HeaderLine[]): ReadonlyMap<string, string> {
  const first = [...lines].reverse()
  return new Map(first.map(({ name, value }) => [name, cleanText(decodeEncodedWords(value), maxFieldLength)]))
}

function readReturned(part: Part | undefined): MailReport['originalHeaders'] {
  if (part === undefined) return null
  const text = contentOf(part).toString('latin1').replace(/^\s+/, '')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const headers = mapHeaders(readHeaderBlock(Buffer.from(text.slice(0, end), 'latin1')))
  return headers.size === 0 ? null : headers
}

function contentOf(part: Part): Buffer {
  return decodeTransfer(part.content, part.encoding ?? 'identity')
}
