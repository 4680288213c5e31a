import { GuichetError, type OutboundAttachment, type OutboundMessage } from '@guichet/core'
import type { ComposedMessage } from '@guichet/mail-composer'
import type { ServerOffers } from './smtp-session.ts'

/** Base64 writes three bytes as four, and a line break after 76 characters. */
const base64Growth = (4 / 3) * (78 / 76)

/**
 * The message with attachments that stop at the limit: no more of a file is read than could be sent. Throws
 * `invalid-input` while they are read.
 */
export function withinLimit(message: OutboundMessage, maxBytes: number): OutboundMessage {
  const { attachments } = message
  if (attachments === undefined) return message
  const left = { bytes: maxBytes / base64Growth }
  return { ...message, attachments: attachments.map((attachment) => counted(attachment, left, maxBytes)) }
}

function counted(
  attachment: OutboundAttachment,
  left: { bytes: number },
  maxBytes: number,
): OutboundAttachment {
  async function* open() {
    for await (const chunk of attachment.open()) {
      left.bytes -= chunk.length
      if (left.bytes < 0) throw tooLarge(`more than ${megabytes(maxBytes)}`, maxBytes, 'this sender takes')
      yield chunk
    }
  }
  return { ...attachment, open }
}

/** Throws for a message that is larger than it may be, or that the server could not deliver as it is. */
export function assertTaken(
  { raw, envelope }: ComposedMessage,
  { maxBytes, anyAddress }: ServerOffers,
  server: string,
): void {
  if (maxBytes > 0 && raw.length > maxBytes) {
    throw tooLarge(megabytes(raw.length), maxBytes, `${server} takes`)
  }
  const foreign = [envelope.from, ...envelope.to].some((address) => /[^\p{ASCII}]/u.test(address))
  if (foreign && !anyAddress) {
    throw new GuichetError(
      'rejected',
      `${server} takes only addresses of plain letters (no SMTPUTF8); one of the message has others before its @`,
      { provider: 'smtp', field: 'to' },
    )
  }
}

export function assertSize({ raw }: ComposedMessage, maxBytes: number): void {
  if (raw.length > maxBytes) throw tooLarge(megabytes(raw.length), maxBytes, 'this sender takes')
}

function tooLarge(size: string, maxBytes: number, whose: string): GuichetError {
  const sentence = `the message has ${size} with its attachments, and ${whose} ${megabytes(maxBytes)} at most; send fewer or smaller files, or a link`
  return new GuichetError('invalid-input', sentence, { provider: 'smtp', field: 'attachments' })
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
