import { cleanText, type ParsedMessage } from '@guichet/core'
import { readAddresses } from './addresses.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { firstHeader, type HeaderLine, joinedHeader } from './header-block.ts'
import { readMailDate } from './mail-date.ts'
import { readMailIds } from './mail-ids.ts'

const maxSubjectLength = 998
const maxLines = 1000
const maxLineLength = 4000

type HeaderFields = Omit<ParsedMessage, 'externalId' | 'text' | 'attachments' | 'report'>

/** The fields of a message that its header block holds. */
export function readHeaderFields(lines: readonly HeaderLine[]): HeaderFields {
  return {
    mailId: readMailIds(firstHeader(lines, 'message-id') ?? '')[0] ?? null,
    inReplyTo: readMailIds(firstHeader(lines, 'in-reply-to') ?? ''),
    references: readMailIds(joinedHeader(lines, 'references', ' ')),
    from: readAddresses(firstHeader(lines, 'from') ?? '')[0] ?? null,
    replyTo: readAddresses(joinedHeader(lines, 'reply-to', ',')),
    to: readAddresses(joinedHeader(lines, 'to', ',')),
    cc: readAddresses(joinedHeader(lines, 'cc', ',')),
    subject: readSubject(firstHeader(lines, 'subject') ?? ''),
    sentAt: readMailDate(firstHeader(lines, 'date') ?? ''),
    headers: mapHeaders(lines),
  }
}

function readSubject(value: string): string {
  // A decoded word may hold line ends and tabs; a subject is one line wherever it is shown or sent.
  const subject = decodeEncodedWords(value).replaceAll(/\s+/g, ' ').trim()
  return cleanText(subject, maxSubjectLength)
}

/** Header lines by name. A Map, so that a header called `__proto__` is a header. */
export function mapHeaders(lines: readonly HeaderLine[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  for (const { name, value } of lines.slice(0, maxLines)) {
    const values = headers.get(name)
    const cleaned = cleanText(value, maxLineLength)
    if (values === undefined) headers.set(name, [cleaned])
    else values.push(cleaned)
  }
  return headers
}
