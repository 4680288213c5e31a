import { type Attachment, htmlToText } from '@guichet/core'
import type { AttachmentStream, MailParser, MessageText } from 'mailparser'
import { makeAttachment } from './attachments.ts'
import { finishText } from './body-text.ts'

/** What a mail holds besides its headers. */
export interface MailContent {
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** The bytes of the one that was asked for. */
  readonly kept?: Uint8Array
}

/** A hundred times what the largest mail in memory takes; earlier versions could wait for ever. */
const deadlineMs = 10_000

/**
 * Reads a mail with mailparser, for structures our own walk is unsure of. Rejects with mailparser's error when
 * it gives up, which it does at its own limits. `keep` asks for the bytes of one attachment, by its place.
 */
export async function readCarefully(bytes: Buffer, keep?: number): Promise<MailContent> {
  // Loaded when first needed: hardly any mail is, and it costs 20 MB.
  const mailparser = await import('mailparser')
  const parser = new mailparser.MailParser({
    // Else delivery reports are glued into the text, and bounces cannot be read any more.
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  })
  const deadline = setTimeout(() => parser.destroy(new Error('mailparser took too long')), deadlineMs)
  try {
    const content = collect(parser, keep)
    parser.end(bytes)
    return await content
  } finally {
    clearTimeout(deadline)
  }
}

function collect(parser: MailParser, keep: number | undefined): Promise<MailContent> {
  const { promise, resolve, reject } = Promise.withResolvers<MailContent>()
  const attachments: Promise<Attachment>[] = []
  const kept: Buffer[] = []
  let text = ''
  let hasEnded = false
  const take = (data: AttachmentStream | MessageText): void => {
    if (data.type === 'attachment') {
      if (attachments.length === keep) data.content.on('data', (chunk: Buffer) => kept.push(chunk))
      attachments.push(measure(data))
    } else text = textOf(data)
  }
  parser.on('data', (data: AttachmentStream | MessageText) => {
    // What a listener throws would end the process: nobody awaits it.
    try {
      take(data)
    } catch (error) {
      reject(error)
    }
  })
  parser.on('error', reject)
  // A stream that is destroyed closes without an end; nobody may wait for it for ever.
  parser.on('close', () => {
    if (!hasEnded) reject(new Error('mailparser closed before the end of the mail'))
  })
  parser.on('end', () => {
    hasEnded = true
    Promise.all(attachments).then(
      (list) => resolve({ text, attachments: list, ...bytesOf(list, keep, kept) }),
      reject,
    )
  })
  return promise
}

function bytesOf(
  list: readonly Attachment[],
  keep: number | undefined,
  kept: readonly Buffer[],
): Pick<MailContent, 'kept'> {
  return keep === undefined || keep >= list.length ? {} : { kept: Buffer.concat(kept) }
}

function textOf(data: MessageText): string {
  const plain = data.text ?? ''
  if (plain.trim() !== '' || typeof data.html !== 'string') return finishText(plain)
  return finishText(htmlToText(data.html))
}

/** Counts the bytes of an attachment and lets them go. */
function measure(data: AttachmentStream): Promise<Attachment> {
  const { promise, resolve, reject } = Promise.withResolvers<Attachment>()
  let size = 0
  data.content.on('data', (chunk: Buffer) => {
    size += chunk.length
  })
  data.content.on('error', reject)
  data.content.on('end', () => {
    data.release()
    try {
      resolve(fileOf(data, size))
    } catch (error) {
      reject(error)
    }
  })
  return promise
}

/** Its types promise texts; of a header that was cut off it makes `false`. */
function fileOf(data: AttachmentStream, size: number): Attachment {
  const { filename, contentType, cid }: Readonly<Record<'filename' | 'contentType' | 'cid', unknown>> = {
    filename: data.filename,
    contentType: data.contentType,
    cid: data.cid,
  }
  return makeAttachment({
    name: typeof filename === 'string' ? filename : '',
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    size,
    contentId: typeof cid === 'string' ? cid : null,
    inline: data.contentDisposition === 'inline' || data.related === true,
  })
}
