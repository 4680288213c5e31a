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
  readonly nextAttemptAt: Date | null
  /** When a `sending` counts as crashed. */
  readonly sendingUntil: Date | null
  readonly createdAt: Date
}

/** How a `sending` ended; `ready` means it certainly was not sent and will be tried again. */
export interface OutboxSettlement {
  readonly state: Exclude<DeliveryState, 'sending'>
  readonly error: string | null
  readonly providerId: string | null
  readonly nextAttemptAt: Date | null
}
