import type { Address, Medium } from './address.ts'
import type { Arrival } from './arrival.ts'
import type { Judgement } from './verdict.ts'

export type Direction = 'inbound' | 'outbound' | 'note'

/** A file that came with a message; its bytes are read from the raw message when somebody asks for them. */
export interface Attachment {
  readonly name: string
  readonly contentType: string
  /** Bytes after decoding; approximate for a part that was never decoded. */
  readonly size: number
  readonly contentId: string | null
  readonly inline: boolean
}

/** Why a message is in its conversation. Stored, shown, and what an undo starts from. */
export interface ThreadingDecision {
  readonly rule: 'token' | 'reference' | 'subject' | 'reply' | 'report' | 'new'
  /** The id or subject that decided; empty for `new`. */
  readonly evidence: string
  /** A conversation it may belong to but was not allowed to join. */
  readonly possiblyRelated: string | null
  /** Another message had this Message-ID before: a resend, or somebody who wants to hide behind it. */
  readonly repeatsMailId?: true
}

/** Where an outbound message stands; `unknown` means it may have been sent and is never sent again blindly. */
export const deliveryStates = ['ready', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export interface Delivery {
  readonly state: DeliveryState
  readonly attempts: number
  /** Why it failed or waits: a sentence for the person who wrote it. */
  readonly error: string | null
  readonly nextAttemptAt: Date | null
}

/** One thing said, inbound or outbound; an internal note is a message with direction `note`. */
export interface Message extends Judgement {
  readonly id: string
  readonly conversationId: string
  readonly integrationId: string
  readonly direction: Direction
  readonly medium: Medium
  /** Unique within the integration: what "the same message again" means. */
  readonly externalId: string
  /** The Message-ID without angle brackets, where the medium has one. */
  readonly mailId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly from: Address | null
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** What the sender's clock said; for display only. */
  readonly sentAt: Date | null
  /** When it reached the mailbox (or us): the order of a conversation. */
  readonly receivedAt: Date
  readonly threading: ThreadingDecision
  /** `failed` messages are in quarantine: visible, downloadable, replayable. */
  readonly parseState: 'ok' | 'failed'
  readonly parseError: string | null
  /** Blob key of the raw bytes; null for messages written here. */
  readonly rawKey: string | null
  readonly rawSize: number
  /** The person who wrote an outbound message or a note. */
  readonly authorId: string | null
  /** Only for outbound messages. */
  readonly delivery: Delivery | null
  /** What was reported about an outbound message, by recipient; absent while nothing was. */
  readonly arrivals?: readonly Arrival[]
}
