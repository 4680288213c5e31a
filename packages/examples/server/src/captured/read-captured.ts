import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { Address, Attachment, ChannelType, RawMessage } from '@guichet/core'
import type { CapturedMail } from './captured-mails.ts'

/** The parser of mail, as the inbox uses it for what comes in. */
export type MailReader = Pick<ChannelType, 'parse' | 'content' | 'attachment'>

/** A captured mail as a person looks at it. */
export interface ReadMail {
  readonly from: Address | null
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  /** Who got it and stands in no header. */
  readonly bcc: readonly string[]
  readonly subject: string
  readonly text: string
  /** As it was sent, with the pictures that came with it; null where there is none. Not made safe: for a frame without rights. */
  readonly html: string | null
  /** The header lines as they are on the wire. */
  readonly headers: string
  readonly attachments: readonly Attachment[]
}

/** Reads each mail once. What cannot be read is shown as it came. */
export function captureReader(reader: MailReader): (mail: CapturedMail) => Promise<ReadMail> {
  const known = new WeakMap<CapturedMail, Promise<ReadMail>>()
  return (mail) => {
    const read = known.get(mail) ?? readCaptured(reader, mail).catch(() => asItCame(mail))
    known.set(mail, read)
    return read
  }
}

function asItCame({ raw, recipients }: CapturedMail): ReadMail {
  const text = Buffer.from(raw).toString('utf8')
  const nothing = { from: null, to: [], cc: [], subject: '', html: null, attachments: [] }
  return { ...nothing, bcc: recipients, text, headers: headersOf(raw) }
}

async function readCaptured(reader: MailReader, mail: CapturedMail): Promise<ReadMail> {
  const raw = rawOf(mail)
  const { from, to, cc, subject, text, attachments } = await reader.parse(raw)
  const html = (await reader.content?.(raw))?.html ?? null
  const named = new Set([...to, ...cc].map(({ address }) => address.toLowerCase()))
  return {
    ...{ from, to, cc, subject, text, attachments },
    bcc: mail.recipients.filter((address) => !named.has(address.toLowerCase())),
    html: html === null ? null : await withPictures(reader, raw, { html, attachments }),
    headers: headersOf(mail.raw),
  }
}

/** The bytes of the file at this place; null when there is none. */
export async function fileOf(reader: MailReader, mail: CapturedMail, index: number): Promise<Buffer | null> {
  const bytes = await reader.attachment?.(rawOf(mail), index)
  return bytes === null || bytes === undefined ? null : buffer(bytes)
}

function rawOf({ raw }: CapturedMail): RawMessage {
  return {
    size: raw.byteLength,
    sha256: createHash('sha256').update(raw).digest('hex'),
    bytes: raw,
    async *open() {
      yield raw
    },
  }
}

/** A frame without rights loads nothing: what the HTML shows of the mail's own files has to be in it. */
async function withPictures(
  reader: MailReader,
  raw: RawMessage,
  { html, attachments }: Pick<ReadMail, 'attachments'> & { readonly html: string },
): Promise<string> {
  let shown = html
  for (const [index, { contentId, contentType }] of attachments.entries()) {
    if (contentId === null || !/^image\/(?:png|jpeg|gif|webp)$/.test(contentType)) continue
    const bytes = await reader.attachment?.(raw, index)
    if (bytes === null || bytes === undefined) continue
    const picture = `data:${contentType};base64,${(await buffer(bytes)).toString('base64')}`
    shown = shown.replaceAll(`cid:${contentId}`, picture)
  }
  return shown
}

function headersOf(raw: Uint8Array): string {
  const text = Buffer.from(raw).toString('utf8').replaceAll('\r\n', '\n')
  const end = text.indexOf('\n\n')
  return end === -1 ? text : text.slice(0, end)
}
