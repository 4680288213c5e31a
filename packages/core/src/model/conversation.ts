import type { Medium } from './address.ts'
import type { Verdict } from './verdict.ts'

export const statuses = ['new', 'open', 'resolved', 'archived', 'spam'] as const
export type Status = (typeof statuses)[number]

/** What may stand in a status filter: `active` is what needs work, `urgent` a priority (see `Priority`). */
export const statusFilters = [...statuses, 'active', 'urgent'] as const
export type StatusFilter = (typeof statusFilters)[number]

export const priorities = ['normal', 'urgent'] as const
export type Priority = (typeof priorities)[number]

/** Messages that belong together, with one contact, one status, one folder, one assignee. */
export interface Conversation {
  readonly id: string
  readonly integrationId: string
  readonly contactId: string | null
  readonly medium: Medium
  /** Of the earliest message. */
  readonly subject: string
  readonly status: Status
  readonly priority: Priority
  readonly folderId: string
  readonly assigneeId: string | null
  /** `person` as soon as one message of it is. */
  readonly verdict: Verdict
  readonly messageCount: number
  /** Start of the latest message's text, one line. */
  readonly snippet: string
  readonly firstMessageAt: Date
  readonly lastMessageAt: Date
  readonly lastMessageId: string
  /** Name or address of whom it is with, for lists. */
  readonly contactName: string
  /** Set when a message could belong to another conversation but was not allowed to join it. */
  readonly possiblyRelated: string | null
  /** Goes up with every change. */
  readonly version: number
  readonly createdAt: Date
}

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}
