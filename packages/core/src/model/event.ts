import type { Actor } from './tenant.ts'

/** What happened, in the past tense. Events carry ids, never content. */
export const inboxEventTypes = [
  'message.received',
  'message.quarantined',
  'message.queued',
  'message.sent',
  'message.failed',
  'message.cancelled',
  'message.uncertain',
  'message.delayed',
  'message.delivered',
  'message.read',
  'message.bounced',
  'message.complained',
  'message.changed',
  'message.removed',
  'address.changed',
  'conversation.changed',
  'conversation.removed',
  'conversation.merged',
  'conversation.unmerged',
  'conversation.split',
  'contact.changed',
  'contact.merged',
  'contact.unmerged',
  'folder.changed',
  'integration.changed',
  'integration.synced',
  'integration.reset',
  'endpoint.changed',
  'endpoint.disabled',
] as const
export type InboxEventType = (typeof inboxEventTypes)[number]

export interface NewInboxEvent {
  /** Stable: a listener that sees it twice can tell. */
  readonly id: string
  readonly type: InboxEventType
  readonly at: Date
  readonly actor: Actor
  readonly conversationId: string | null
  readonly messageId: string | null
  readonly integrationId: string | null
  /** Small facts about the change: before and after, counts. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** An event with its place in the tenant's order; `position` is opaque and resumes a stream. */
export interface InboxEvent extends NewInboxEvent {
  readonly position: string
}
