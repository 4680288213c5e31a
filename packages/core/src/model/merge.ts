import type { Conversation } from './conversation.ts'
import type { Actor } from './tenant.ts'

/** What a merge may change of the conversation that stays. */
export type MergedFields = Pick<Conversation, 'status' | 'priority' | 'assigneeId'>

/**
 * A conversation that was taken into another one, with all that is needed to take it out again. While the merge is
 * in force its id leads to the other one.
 */
export interface Merge {
  readonly id: string
  readonly integrationId: string
  readonly fromId: string
  readonly intoId: string
  readonly at: Date
  readonly actor: Actor
  /** Null while it is in force. */
  readonly undoneAt: Date | null
  /** The conversation as it was. */
  readonly before: Conversation
  /** Its messages. */
  readonly messageIds: readonly string[]
  /** The conversation that stayed, before and after. */
  readonly intoBefore: MergedFields
  readonly intoAfter: MergedFields
}
