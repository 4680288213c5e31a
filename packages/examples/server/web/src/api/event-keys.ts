import type { QueryKey } from '@tanstack/react-query'
import { keys } from './keys.ts'
import type { InboxEvent, InboxEventType } from './types.ts'

/** What an event makes stale. Exhaustive: a new event type does not compile until it says so here. */
export function staleKeys(event: InboxEvent): readonly QueryKey[] {
  return staleByType[event.type](event.conversationId)
}

type Stale = (conversationId: string | null) => readonly QueryKey[]

const lists: readonly QueryKey[] = [keys.conversations, keys.folders, keys.outgoing]

// Without a conversation: mail of the application.
const messageArrived: Stale = (id) =>
  id === null
    ? [...lists, keys.mails]
    : [...lists, keys.conversation(id), keys.messages(id), keys.replyOptions(id)]
const messageChanged: Stale = (id) => (id === null ? [keys.mails] : [keys.messages(id), keys.outgoing])

/** Both conversations of a merge or a split; whoever looks at the one that is gone is led to the other. */
const rearranged: Stale = () => [...lists, keys.everyConversation, keys.everyMessage, keys.everyMerge]

/** Its conversations are called after it; a merge moves them. */
const contactsChanged: Stale = () => [keys.contacts, keys.conversations, keys.everyConversation]

const staleByType: Readonly<Record<InboxEventType, Stale>> = {
  'message.received': messageArrived,
  'message.quarantined': messageArrived,
  'message.queued': messageArrived,
  // Also what somebody sent from another mail client, which may open a conversation.
  'message.sent': messageArrived,
  'message.failed': messageChanged,
  'message.cancelled': messageChanged,
  'message.uncertain': messageChanged,
  'message.delayed': messageChanged,
  'message.delivered': messageChanged,
  'message.read': messageChanged,
  'message.bounced': messageChanged,
  'message.complained': messageChanged,
  'message.changed': messageChanged,
  'address.changed': () => [keys.addressMarks, keys.everyReplyOptions],
  'conversation.changed': messageArrived,
  'conversation.removed': messageArrived,
  'conversation.merged': rearranged,
  'conversation.unmerged': rearranged,
  'conversation.split': rearranged,
  'message.removed': messageArrived,
  'contact.changed': contactsChanged,
  'contact.merged': contactsChanged,
  'contact.unmerged': contactsChanged,
  'folder.changed': () => lists,
  'integration.changed': () => [keys.integrations],
  // Mail that was there before we were arrives without an event of its own.
  'integration.synced': () => [...lists, keys.integrations],
  'integration.reset': () => [keys.integrations],
  'endpoint.changed': () => [],
  'endpoint.disabled': () => [],
}

/** Every type the stream can carry; an EventSource has to be told each by name. */
export const eventTypes: readonly string[] = Object.keys(staleByType)
