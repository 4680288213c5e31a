import { type Attachment, cleanText } from '@guichet/core'
import type { MessageBody } from '../payload/messages-body.ts'
import type { Parameters } from '../signature/legacy-signature.ts'

/** A file of a message that Vonage keeps. */
export interface Media {
  readonly kind: string
  readonly url: string
  readonly name: string | null
  readonly caption: string | null
}

const kinds = ['image', 'audio', 'video', 'file', 'sticker', 'vcard'] as const

/** Every file of a message, in order: what an index among its attachments counts. */
export function mediaOf(body: MessageBody): readonly Media[] {
  const single = kinds.map((kind) => ({ kind: kind as string, file: body[kind] }))
  const several = (body.content ?? []).map((file) => ({ kind: file.type ?? 'file', file }))
  return [...single, ...several].flatMap(({ kind, file }) => {
    if (!file?.url) return []
    return [{ kind, url: file.url, name: file.name ?? null, caption: file.caption ?? null }]
  })
}

/** They wait: Vonage keeps a file for 48 hours, and fetching is not parsing. */
export function attachmentsOf(body: MessageBody): readonly Attachment[] {
  return mediaOf(body).map((media) => ({
    name: cleanText(nameOf(media), 255),
    contentType: typeOf(media),
    size: 0,
    contentId: null,
    inline: false,
    fetched: { state: 'waiting', blobKey: null, error: null },
  }))
}

/** The bytes of an SMS that is no text; they came with it. */
export function binaryAttachment(parameters: Parameters): Attachment | null {
  const bytes = binaryOf(parameters)
  if (bytes === null) return null
  const contentType = 'application/octet-stream'
  return { name: 'sms.bin', contentType, size: bytes.length, contentId: null, inline: false }
}

export function binaryOf(parameters: Parameters): Uint8Array | null {
  const data = parameters.get('data') ?? ''
  return /^(?:[0-9a-f]{2})+$/i.test(data) ? Buffer.from(data, 'hex') : null
}

const types: Readonly<Record<string, readonly [type: string, ending: string]>> = {
  image: ['image/jpeg', 'jpg'],
  audio: ['audio/ogg', 'ogg'],
  video: ['video/mp4', 'mp4'],
  sticker: ['image/webp', 'webp'],
  vcard: ['text/vcard', 'vcf'],
}

/** A guess until the file is fetched and says itself. */
function typeOf({ kind }: Media): string {
  return types[kind]?.[0] ?? 'application/octet-stream'
}

function nameOf({ name, url, kind }: Media): string {
  const last = /\/([^/?#]+\.\w{1,8})(?:[?#]|$)/.exec(url)?.[1]
  return name || last || `${kind}.${types[kind]?.[1] ?? 'bin'}`
}
