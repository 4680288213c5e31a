import type { Address } from './address.ts'
import { addressMarks } from './address-mark.ts'

export const recipientModes = ['reply', 'reply-all', 'forward'] as const
export type RecipientMode = (typeof recipientModes)[number]

/**
 * Why somebody whom a message names gets nothing: the address is ours; it is none; nobody reads it; mail to it is in
 * vain or unwanted; the message asks for answers at another address (`answers-elsewhere`); he passed on what
 * somebody else wrote (`passed-on`); he got a blind copy; only an answer to all goes there (`not-asked`).
 */
export const dropReasons = [
  'own',
  'invalid',
  'no-reply',
  ...addressMarks,
  'answers-elsewhere',
  'passed-on',
  'blind-copy',
  'not-asked',
] as const
export type DropReason = (typeof dropReasons)[number]

export interface RecipientDrop {
  readonly address: string
  readonly because: DropReason
}

/**
 * What somebody should know before he sends: the address belongs to neither us nor the customer; the customer asks for
 * answers at somebody else's domain; nobody reads it.
 */
export const recipientConcerns = ['external', 'reply-elsewhere', 'no-reply'] as const
export type RecipientConcern = (typeof recipientConcerns)[number]

export interface RecipientWarning {
  readonly address: string
  readonly because: RecipientConcern
}

/** Who gets a message and who does not. Nobody stands in it twice, in whatever case his address is written. */
export interface Recipients {
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly dropped: readonly RecipientDrop[]
  /** About those of `to` and `cc`. */
  readonly warnings: readonly RecipientWarning[]
}
