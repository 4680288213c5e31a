import {
  type Attachment,
  cleanText,
  type ParsedMessage,
  type RawContent,
  type RawMessage,
  type RawPicture,
  safeFileName,
} from '@guichet/core'
import { readRaw } from './read-message.ts'
import type { WebhookFile, WebhookMessage } from './webhook-message.ts'

/** Reads a stored message. Throws `unparsable`, naming the field. */
export async function parseMessage(raw: RawMessage): Promise<ParsedMessage> {
  const message = await readRaw(raw)
  const { from, id = raw.sha256, inReplyTo, threadKey, sentAt } = message
  return {
    ...{ externalId: `message:${id}`, mailId: id, references: [], replyTo: [], cc: [], to: [] },
    ...{ headers: new Map(), sentAt: sentAt === undefined ? null : new Date(sentAt) },
    inReplyTo: inReplyTo === undefined ? [] : [inReplyTo],
    from: { name: cleanText(from.name ?? '', 200), address: cleanText(from.address, 320) },
    ...(from.ids.length === 0 ? {} : { fromAlso: from.ids.map((one) => cleanText(one, 320)) }),
    ...(threadKey === undefined ? {} : { threadKeys: [cleanText(threadKey, 200)] }),
    subject: cleanText(message.subject, 500),
    text: cleanText(textOf(message), 1_100_000),
    attachments: message.attachments.map(attachmentOf),
  }
}

/** The text, and below it what else the form asked for. */
function textOf({ text, fields }: WebhookMessage): string {
  const lines = fields.map(({ name, value }) => `${name}: ${value}`)
  return [text, lines.join('\n')].filter((part) => part !== '').join('\n\n')
}

function attachmentOf(file: WebhookFile): Attachment {
  const described = { name: safeFileName(file.name), contentType: cleanText(file.contentType, 200) }
  if ('url' in file) {
    const fetched = { state: 'waiting', blobKey: null, error: null } as const
    return { ...described, size: file.size, contentId: null, inline: false, fetched }
  }
  const contentId = file.contentId === undefined ? null : cleanText(file.contentId, 200)
  return {
    ...described,
    size: Buffer.byteLength(file.content, 'base64'),
    contentId,
    inline: contentId !== null,
  }
}

/** What it shows; the HTML is made safe by whoever shows it. */
export async function contentOf(raw: RawMessage): Promise<RawContent> {
  const message = await readRaw(raw)
  return { text: textOf(message), html: message.html ?? null, pictures: picturesOf(message) }
}

const largestPicture = 2 * 1024 * 1024

function picturesOf({ attachments }: WebhookMessage): readonly RawPicture[] {
  return attachments.flatMap((file) => {
    if ('url' in file || file.contentId === undefined) return []
    const bytes = Buffer.from(file.content, 'base64')
    return bytes.length > largestPicture ? [] : [{ references: [file.contentId, file.name], bytes }]
  })
}

/** The bytes of a file that came with the message; null for one that is fetched, and for none. */
export async function attachmentBytes(
  raw: RawMessage,
  index: number,
): Promise<AsyncIterable<Uint8Array> | null> {
  const file = (await readRaw(raw)).attachments[index]
  return file === undefined || 'url' in file ? null : once(Buffer.from(file.content, 'base64'))
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
