import type { KeptCallback, MessagePart, SendOutcome } from './webhook.ts'

/** A verified callback, about to be kept. */
export interface NewCallback extends KeptCallback {
  readonly integrationId: string
}

/**
 * What became of a callback that was to be kept. `conflict`: its id is known with other content, and what was kept
 * first stays. `gone`: there is no such integration.
 */
export type KeepOutcome = 'kept' | 'known' | 'conflict' | 'gone'

/** A callback that waits for the other parts of its message. */
export interface HeldPart {
  readonly callbackId: string
  readonly part: MessagePart
}

export interface HeldCallback extends KeptCallback {
  readonly part: MessagePart
}

/** What was understood of kept callbacks, written together with the messages they became. */
export interface CallbackSettlement {
  readonly done: readonly string[]
  readonly held: readonly HeldPart[]
  readonly outcomes: readonly (SendOutcome & { readonly callbackId: string })[]
}

/** What other servers told us, from when it was kept (`Storage.keepCallbacks`) until long after it was understood. */
export interface CallbackRecords {
  /** What nobody looked at yet, in the order of arrival. */
  pending(integrationId: string, limit: number): Promise<readonly KeptCallback[]>
  /** What waits for other parts, in the order of arrival. */
  held(integrationId: string): Promise<readonly HeldCallback[]>
  hold(integrationId: string, parts: readonly HeldPart[]): Promise<void>
  /** They were understood: their content goes, their ids and a hash stay, so that a repetition is recognised. */
  finish(integrationId: string, callbackIds: readonly string[], at: Date): Promise<void>
  /** Forgets what was finished before this time, a portion of it; returns how many. */
  forget(integrationId: string, before: Date): Promise<number>
  /** When the latest one came; null when none is remembered. */
  lastReceivedAt(integrationId: string): Promise<Date | null>
}
