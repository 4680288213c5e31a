import { isGuichetError, judge, type RawMessage } from '@guichet/core'
import { splitReply, splitReplyHtml } from '@guichet/core/reply-text'
import { sanitiseHtml } from '../../../../packages/core/src/content/sanitise-html.ts'
import { readAttachment } from '../../../../packages/providers/imap/src/mime/read-attachment.ts'
import { readContent } from '../../../../packages/providers/imap/src/mime/read-content.ts'
import { parseMail } from '../../../../packages/providers/imap/src/parse-mail.ts'

/** Files of one mail whose bytes are read; more of them take the same way. */
const maxFiles = 5

/**
 * Does with a mail whatever is done with one: reads it, judges it, takes its reply out, makes its HTML safe, hands its
 * files out. Throws where any of it does not keep what it promises; a mail that goes to quarantine is well.
 */
export async function takeApart(bytes: Buffer): Promise<void> {
  const raw: RawMessage = {
    ...{ size: bytes.length, sha256: '', bytes },
    open: async function* () {
      yield bytes
    },
  }
  const parsed = await parseMail(raw).catch((error: unknown) => {
    if (isGuichetError(error) && error.code === 'unparsable') return null
    throw error
  })
  if (parsed === null) return
  expectStorable(parsed)
  expectStorable(judge(parsed))
  expectWhole(parsed.text, splitReply(parsed.text).parts)
  const { html } = await readContent(raw)
  if (html !== null) {
    splitReplyHtml(html)
    expectHarmless(sanitiseHtml(html).html)
  }
  for (const index of parsed.attachments.slice(0, maxFiles).keys()) await drain(raw, index)
}

async function drain(raw: RawMessage, index: number): Promise<void> {
  const file = await readAttachment(raw, index)
  if (file === null) throw new Error(`file ${index} is listed and cannot be read`)
  let size = 0
  for await (const piece of file) size += piece.byteLength
  if (size > raw.size) throw new Error(`file ${index} is larger than its mail`)
}

/** Neither NUL nor half a character pair: Postgres refuses both. */
function expectStorable(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) throw new Error('a text that cannot be stored')
  } else if (value instanceof Map) expectStorable([...value])
  else if (Array.isArray(value)) value.forEach(expectStorable)
  else if (value instanceof Date) expectDate(value)
  else if (typeof value === 'object' && value !== null) expectStorable(Object.values(value))
}

function expectDate(date: Date): void {
  if (Number.isNaN(date.getTime())) throw new Error('a date that is none')
}

function expectWhole(text: string, parts: readonly { readonly text: string }[]): void {
  if (parts.map((part) => part.text).join('') !== text) throw new Error('the parts are not the whole text')
}

/** Tags that may run something, and tags with a script in an address. Text is escaped: `<` opens a tag. */
const harmful =
  /<(?:script|style|iframe|object|embed|form|meta|base|link|svg|math|template)\b|<[^>]*=["']?\s*(?:javascript|vbscript):/i

/** Tags with a handler. Looked for beside quoted values, which may say what they like: no quote in them is bare. */
const handler = /<[^>]*\s(?:on\w+|srcset|formaction)=/i

function expectHarmless(html: string): void {
  const found = harmful.exec(html)?.[0] ?? handler.exec(html.replaceAll(/="[^"]*"/g, '=""'))?.[0]
  if (found !== undefined) throw new Error(`the sanitised HTML still holds ${found.slice(0, 200)}`)
}
