import { GuichetError, type OutboundAttachment } from '@guichet/core'

/** The largest message, files included as they travel. */
export interface SizeLimit {
  readonly bytes: number
  /** Whose limit it is, in a sentence: `Amazon SES takes`. */
  readonly whose: string
}

/** Base64 writes three bytes as four, and a line break after 76 characters. */
const base64Growth = (4 / 3) * (78 / 76)

/** Files that stop at the limit: no more of them is read than could be sent. Throws `invalid-input` while they are read. */
export function withinLimit(
  attachments: readonly OutboundAttachment[],
  limit: SizeLimit,
): readonly OutboundAttachment[] {
  const left = { bytes: limit.bytes / base64Growth }
  return attachments.map((attachment) => ({
    ...attachment,
    async *open() {
      for await (const chunk of attachment.open()) {
        left.bytes -= chunk.length
        if (left.bytes < 0) throw tooLarge(`more than ${sizeWords(limit.bytes)}`, limit)
        yield chunk
      }
    },
  }))
}

/** Throws `invalid-input` for a composed message that is larger than it may be. */
export function assertSize(raw: Buffer, limit: SizeLimit): void {
  if (raw.length > limit.bytes) throw tooLarge(sizeWords(raw.length), limit)
}

function tooLarge(size: string, { bytes, whose }: SizeLimit): GuichetError {
  const sentence = `the message has ${size} with its attachments, and ${whose} ${sizeWords(bytes)} at most; send fewer or smaller files, or a link`
  return new GuichetError('invalid-input', sentence, { field: 'attachments' })
}

function sizeWords(bytes: number): string {
  return bytes < 100_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
