import type { Actor } from './tenant.ts'

/** A person with any number of addresses. */
export interface Contact {
  readonly id: string
  readonly name: string
  readonly addresses: readonly string[]
  readonly createdAt: Date
}

/**
 * A contact that was taken into another one, with all that is needed to take it out again. While the merge is in force
 * its id leads to the other one.
 */
export interface ContactMerge {
  readonly id: string
  readonly fromId: string
  readonly intoId: string
  readonly at: Date
  readonly actor: Actor
  /** Null while it is in force. */
  readonly undoneAt: Date | null
  /** The contact as it was. */
  readonly before: Contact
  /** Its conversations. */
  readonly conversationIds: readonly string[]
  /** The name of the contact that stayed, before and after. */
  readonly intoNameBefore: string
  readonly intoNameAfter: string
}

/**
 * Why two contacts may be one person: one message came from addresses of both; they have the same whole name, the same
 * number written in two ways, the same mailbox at two providers.
 */
export const contactLikenesses = ['same-message', 'same-number', 'same-name', 'same-mailbox'] as const
export type ContactLikeness = (typeof contactLikenesses)[number]
