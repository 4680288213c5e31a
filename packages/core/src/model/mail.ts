import type { Address } from './address.ts'
import type { AddressMarkName } from './address-mark.ts'
import type { Arrival } from './arrival.ts'
import type { Delivery } from './message.ts'

export const mailPriorities = ['high', 'normal', 'low'] as const
export type MailPriority = (typeof mailPriorities)[number]

/** A file that goes out with a mail; its bytes are in the blob store. */
export interface MailAttachment {
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly blobKey: string
  /** Set for a picture that the HTML shows: `cid:` and this. */
  readonly contentId?: string
}

/** Somebody whom a mail was meant for and does not go to, because of a mark on his address. */
export interface DroppedRecipient {
  readonly address: string
  readonly because: AddressMarkName
}

/**
 * A mail that the host application sends in its own name: a notification, a confirmation, an invoice, a reminder. It
 * belongs to no conversation and to no integration.
 */
export interface Mail {
  readonly id: string
  /** The Message-ID without angle brackets, the same at every attempt. */
  readonly mailId: string
  readonly from: Address
  /** Where answers go, when not to `from`. */
  readonly replyTo: Address | null
  /** Without those of `dropped`. */
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  readonly dropped: readonly DroppedRecipient[]
  readonly subject: string
  readonly text: string
  /** Empty for a mail that is only text. */
  readonly html: string
  readonly attachments: readonly MailAttachment[]
  readonly priority: MailPriority
  /** No person wrote it: other machines are told so, and do not answer it (RFC 3834). */
  readonly automatic: boolean
  /** What the host sorts its mail by. */
  readonly tags: readonly string[]
  /** The name of the template that it was made from. */
  readonly template: string | null
  /** The person who sent it; null where the host did. */
  readonly authorId: string | null
  readonly createdAt: Date
  readonly delivery: Delivery
  /** What was reported about it, by recipient; absent while nothing was. */
  readonly arrivals?: readonly Arrival[]
}

/** As it is stored; how its delivery stands is in the outbox. */
export type NewMail = Omit<Mail, 'delivery' | 'arrivals'>
