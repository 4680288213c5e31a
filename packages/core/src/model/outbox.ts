import type { Status } from './conversation.ts'
import type { DeliveryState } from './message.ts'
import type { ChosenTemplate } from './texting.ts'

/** An outbound message on its way; its id is the message's id, or that of a mail of the host application. */
export interface OutboxEntry {
  readonly messageId: string
  /** Null for mail of the host application: its own senders transmit it. */
  readonly integrationId: string | null
  /** Unique in the tenant: asking twice with one key sends once. */
  readonly idempotencyKey: string
  readonly state: DeliveryState
  /** Goes up with every attempt; a worker that was overtaken cannot write any more. */
  readonly fence: number
  readonly attempts: number
  /** Empty on media that have none, and for mail of the host application, which holds its own. */
  readonly html: string
  /** What is sent instead of the text; null for a free text. */
  readonly template: ChosenTemplate | null
  readonly error: string | null
  readonly providerId: string | null
  /** Before this it does not leave: the undo window, a time that was chosen, or the pause after an attempt. */
  readonly nextAttemptAt: Date | null
  /** When a `sending` counts as crashed. */
  readonly sendingUntil: Date | null
  readonly createdAt: Date
  /** From when its attempts are counted; null: from its creation. What is scheduled is due when it shall leave. */
  readonly dueAt: Date | null
  /** Somebody chose when it leaves. */
  readonly isScheduled: boolean
  /** It is cancelled when the customer writes before it leaves. */
  readonly cancelIfAnswered: boolean
  /** What cancelling gives back to the conversation, as long as it has this version; null where it never changed. */
  readonly undo: { readonly status: Status; readonly version: number } | null
  /** Since when nobody can say whether it was sent; kept when that becomes known. */
  readonly uncertainSince: Date | null
}

/** How a `sending` ended; `ready` means it certainly was not sent and will be tried again. */
export interface OutboxSettlement {
  readonly messageId: string
  /** Of the attempt that ended. */
  readonly fence: number
  readonly state: Exclude<DeliveryState, 'sending'>
  readonly error: string | null
  readonly providerId: string | null
  readonly nextAttemptAt: Date | null
}

/** Somebody decides about an entry that is not being sent. */
export interface OutboxChange {
  readonly from: readonly Exclude<DeliveryState, 'sending'>[]
  readonly state: Exclude<DeliveryState, 'sending'>
  readonly error: string | null
  readonly nextAttemptAt: Date | null
  /** These two stay as they are unless told. */
  readonly dueAt?: Date
  readonly isScheduled?: boolean
}

/** At most so many messages begin in each span of time, for everything that counts under one name. */
export interface SendLimit {
  readonly scope: string
  readonly most: number
  readonly windowMs: number
  /** Why a message waits, for the person who wrote it. */
  readonly sentence: string
}
