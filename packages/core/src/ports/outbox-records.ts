import type { OutboxChange, OutboxEntry, OutboxSettlement, SendLimit } from '../model/outbox.ts'

export interface ConfirmedSend {
  readonly messageId: string
  /** Null where whoever confirms it does not know. */
  readonly providerId: string | null
}

/** A `sending` that was ended. */
export interface EndedSend {
  readonly messageId: string
  readonly fence: number
  /** Where its message is now; null for mail of the host application. */
  readonly conversationId: string | null
}

export interface OutboxRecords {
  /** Throws `conflict` when the idempotency key is taken. The message row is inserted apart, with the same id. */
  insert(entry: OutboxEntry): Promise<void>
  get(messageId: string): Promise<OutboxEntry | null>
  /** In any order; unknown ids are left out. */
  find(messageIds: readonly string[]): Promise<readonly OutboxEntry[]>
  findByIdempotencyKey(key: string): Promise<OutboxEntry | null>
  /**
   * The point of no return: `ready` → `sending` with a new fence, for at most `leaseMs` on the database's
   * clock. Returns those that began, in any order: not what is not `ready` or whose time has not come. A `sending`
   * whose time ran out becomes `unknown`. What is beyond one of its limits stays `ready` until that limit's window ends.
   */
  begin(
    messageIds: readonly string[],
    leaseMs: number,
    limitsOf?: (entry: OutboxEntry) => readonly SendLimit[],
  ): Promise<readonly OutboxEntry[]>
  /** Ends `sending`s. Returns those that it ended; one with a stale fence stays as it is. */
  settle(settlements: readonly OutboxSettlement[]): Promise<readonly EndedSend[]>
  /**
   * Takes note that messages were certainly sent, by whatever way that became known: those that are `ready`, `sending`,
   * `unknown` or `cancelled` become `sent` and are returned; whoever was still sending one of them can no longer settle it. A
   * provider's id is kept where none was known.
   */
  confirm(sends: readonly ConfirmedSend[]): Promise<readonly OutboxEntry[]>
  /**
   * Changes an entry that is in one of the given states, with a new fence. Null, and nothing changed, when it is in none
   * of them, as when its sending began.
   */
  change(messageId: string, change: OutboxChange): Promise<OutboxEntry | null>
  /** Those of an integration that wait after an attempt may be tried now; returns their ids. */
  wake(integrationId: string): Promise<readonly string[]>
}
