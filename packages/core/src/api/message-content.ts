import { safeFileName } from '../content/file-names.ts'
import { pictureFinder } from '../content/pictures.ts'
import { readRaw } from '../content/read-raw.ts'
import { sanitiseHtml } from '../content/sanitise-html.ts'
import { sniffedBytes, sniffType } from '../content/sniff-type.ts'
import { GuichetError } from '../errors.ts'
import type { Attachment, FetchState, Message } from '../model/message.ts'
import type { AttachmentContent, ContentOptions, MessageContent } from '../model/message-content.ts'
import type { ChannelType, RawContent } from '../ports/channel.ts'
import { splitReply } from '../reply-text/split-reply.ts'
import { splitReplyHtml } from '../reply-text/split-reply-html.ts'
import { type ApiContext, within } from './api-context.ts'
import { contentAt } from './content-at.ts'
import { found } from './find.ts'

/** What a message shows: read from the original when somebody looks, so that nothing unsafe is ever stored. */
export async function messageContent(
  ctx: ApiContext,
  id: string,
  options: ContentOptions = {},
): Promise<MessageContent> {
  const { message, channel, rawKey } = await open(ctx, id)
  const attachment = options.attachment ?? []
  if (channel?.content === undefined || rawKey === null || message.parseState === 'failed') {
    if (attachment.length > 0) throw missing()
    return { ...ofText(message.text), ...nothingElse }
  }
  return safely(await contentAt(channel, await readRaw(ctx, rawKey), attachment), options)
}

const nothingElse = { html: null, blockedImages: 0, trackers: 0, event: null, protection: null, mails: [] }

async function safely(content: RawContent, options: ContentOptions): Promise<MessageContent> {
  const { text, html, pictures, event = null, protection = null, mails = [] } = content
  if (html === null) return { ...ofText(text), ...nothingElse, event, protection, mails }
  const picture = await pictureFinder(pictures)
  const { parts, hasReply } = splitReplyHtml(html)
  const isEmpty = parts.every((part) => part.text.trim() === '')
  const split = isEmpty ? ofText(text) : { text, parts, hasReply }
  const safe = sanitiseHtml(html, { remoteImages: options.remoteImages ?? 'blocked', picture })
  return { ...split, ...safe, event, protection, mails }
}

function ofText(text: string): Pick<MessageContent, 'text' | 'parts' | 'hasReply'> {
  const { parts, hasReply } = splitReply(text)
  return { text, parts, hasReply }
}

/**
 * One file of a message, as bytes that are no larger in memory than a piece of it. Throws `not-found`, and `conflict`
 * for one that its provider has not given us.
 */
export async function messageAttachment(
  ctx: ApiContext,
  id: string,
  index: number,
): Promise<AttachmentContent> {
  const { message, channel, rawKey } = await open(ctx, id)
  const attachment = message.attachments[index]
  if (attachment === undefined) throw missing()
  const kept = keptKey(attachment)
  const bytes = kept === null ? await bytesInRaw(ctx, { channel, rawKey }, index) : ctx.blobs.open(kept)
  const { start, all } = await peek(bytes)
  const sniffed = await sniffType(start)
  return {
    name: safeFileName(attachment.name),
    declaredType: attachment.contentType,
    contentType: sniffed.contentType,
    isPicture: sniffed.isPicture,
    isProgram: sniffed.isProgram,
    bytes: all,
  }
}

async function bytesInRaw(
  ctx: ApiContext,
  { channel, rawKey }: Pick<Opened, 'channel' | 'rawKey'>,
  index: number,
): Promise<AsyncIterable<Uint8Array>> {
  if (rawKey === null || channel?.attachment === undefined) throw missing()
  const bytes = await channel.attachment(await readRaw(ctx, rawKey), index)
  if (bytes === null) throw missing()
  return bytes
}

/** Where a file lies that did not come within its message. */
function keptKey({ fetched, uploaded }: Attachment): string | null {
  return fetched === undefined ? (uploaded?.blobKey ?? null) : fetchedKey(fetched)
}

/** Where a file that a provider kept lies now. */
function fetchedKey({ state, blobKey, error }: FetchState): string {
  if (state === 'stored' && blobKey !== null) return blobKey
  throw state === 'failed'
    ? new GuichetError('conflict', `the file could not be fetched from its provider: ${error ?? 'unknown'}`)
    : new GuichetError('conflict', 'the file is being fetched from its provider: try again in a moment', {
        retry: 'later',
      })
}

interface Opened {
  readonly message: Message
  /** Null when the mailbox it came from was removed, or its type is not registered any more. */
  readonly channel: ChannelType | null
  readonly rawKey: string | null
}

function open(ctx: ApiContext, id: string): Promise<Opened> {
  return within(ctx, async (tx) => {
    const message = await found('message', id, tx.messages.get)
    const integration = await tx.integrations.get(message.integrationId)
    const type = integration?.type
    const channel = type !== undefined && ctx.channels.types.includes(type) ? ctx.channels.get(type) : null
    return { message, channel, rawKey: message.rawKey }
  })
}

/** The first bytes of a stream, and the whole stream with them. */
async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly start: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let length = 0
  let ended = false
  while (length < sniffedBytes && !ended) {
    const next = await iterator.next()
    if (next.done === true) ended = true
    else {
      seen.push(next.value)
      length += next.value.byteLength
    }
  }
  return { start: Buffer.concat(seen).subarray(0, sniffedBytes), all: continued(seen, iterator) }
}

async function* continued(
  seen: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* seen
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

function missing(): GuichetError {
  return new GuichetError('not-found', 'this message has no such file, or its mailbox was removed')
}
