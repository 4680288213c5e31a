import type { ParsedMessage } from '../ports/channel.ts'
import { type Headers, headerOf } from './headers.ts'

/** What a server says about a message, and the header lines of that message where it came back. */
export interface Notice {
  readonly lines: readonly string[]
  readonly originalHeaders: Headers | null
}

/** The server speaks first, and is brief. */
const maxLength = 30_000

/** Header lines that stand at the beginning of a returned message and in no notice. */
const headerStart =
  /^(?:received|return-path|dkim-signature|message-id|arc-seal|delivered-to|authentication-results|x-received|x-google-[\w-]+):/i
const divider =
  /^[\s\-=_*#>.]*(?:(?:begin|start of |below is |included is |this is )?(?:a |the )?(?:copy of|original m|headers? of|returned m|message headers?|unsent m|undelivered m)|.{0,40}(?:original message|message headers?|below this line|copy of (?:the|your) message|returned message|original mail\b|message follows|headers? follows?|message body))/i
const field = /^([!-9;-~]{1,60}):[ \t]*(.*)$/
const maxOriginalLines = 200

/** Divides the text of a bounce into the server's words and the message that it hands back below them. */
export function readNotice(message: Pick<ParsedMessage, 'text' | 'report'>): Notice {
  const lines = message.text.slice(0, maxLength).split('\n')
  const end = noticeEnd(lines)
  const attached = message.report?.originalHeaders ?? null
  const originalHeaders = attached ?? readHeaders(lines.slice(end, end + maxOriginalLines))
  return { lines: lines.slice(0, end), originalHeaders }
}

function noticeEnd(lines: readonly string[]): number {
  const header = lines.findIndex((line, index) => index > 0 && headerStart.test(line))
  const divided = lines.findIndex(
    (line, index) => index > 0 && divider.test(line) && leadsToHeaders(lines, index),
  )
  const ends = [header, divided].filter((index) => index !== -1)
  return ends.length === 0 ? lines.length : Math.min(...ends)
}

/** Words like "original message" occur in notices, too; below a divider stand header lines. */
function leadsToHeaders(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1, index + 6).find((line) => /\w/.test(line))
  return next !== undefined && field.test(next)
}

function readHeaders(lines: readonly string[]): Headers | null {
  const headers = new Map<string, string[]>()
  let last: string[] | null = null
  for (const line of lines) {
    if (headers.size > 2 && line.trim() === '') break
    const [, name, value] = field.exec(line) ?? []
    if (name !== undefined && value !== undefined) {
      last = headers.get(name.toLowerCase()) ?? []
      last.push(value.trim())
      headers.set(name.toLowerCase(), last)
    } else if (last !== null && /^[ \t]/.test(line)) last.push(`${last.pop() ?? ''} ${line.trim()}`)
  }
  return headers.size === 0 ? null : headers
}

/** The Message-ID of the returned message, without angle brackets. */
export function originalMailId(headers: Headers | null): string | null {
  const value = headers === null ? '' : headerOf(headers, 'message-id')
  return /<([^<>\s]+)>/.exec(value)?.[1] ?? (/^\S+@\S+$/.test(value) ? value : null)
}
