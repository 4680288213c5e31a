import { GuichetError } from '../../errors.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { ConversationFilter, ConversationRecords } from '../../ports/records.ts'
import { countChange } from './folder-counters.ts'
import { type ListOrder, pageOf } from './page-of.ts'
import {
  existingRow,
  innerMap,
  insertRow,
  type MemoryContext,
  requireRow,
  type StoredConversation,
} from './tables.ts'

const latestFirst: ListOrder<Conversation> = {
  list: 'conversations',
  direction: 'descending',
  key: (conversation) => [conversation.lastMessageAt.toISOString(), conversation.id],
}

export function memoryConversations(context: MemoryContext): ConversationRecords {
  const { journal } = context

  function find(ids: readonly string[]): Conversation[] {
    const { conversations } = context.tables()
    return ids.flatMap((id) => shown(conversations.get(id)) ?? [])
  }

  return {
    async insert(conversations) {
      const tables = context.tables()
      for (const conversation of conversations) {
        const { id, baseSubject } = conversation
        insertRow(context, tables.conversations, { key: id, value: conversation, name: 'conversation' })
        journal.set(innerMap(tables.subjects, baseSubject), id, true)
        countChange(context, null, conversation)
        requireRow(context, 'folders', conversation.folderId)
      }
    },
    async update(conversations) {
      const { conversations: stored } = context.tables()
      for (const conversation of conversations) {
        const known = existingRow(stored, conversation.id, 'conversation')
        const { integrationId, medium, createdAt, baseSubject } = known
        const changed = { ...structuredClone(conversation), integrationId, medium, createdAt, baseSubject }
        journal.set(stored, conversation.id, changed)
        countChange(context, known, changed)
        requireRow(context, 'folders', changed.folderId)
      }
    },
    async getForUpdate(ids) {
      return structuredClone(find(ids))
    },
    async remove(ids) {
      const tables = context.tables()
      for (const id of ids) {
        const known = tables.conversations.get(id)
        if (known === undefined) continue
        journal.delete(tables.conversations, id)
        journal.delete(innerMap(tables.subjects, known.baseSubject), id)
        countChange(context, known, null)
      }
      const removed = new Set(ids)
      context.beforeCommit(() => {
        const left = [...tables.messages.values()].find((it) => removed.has(it.conversationId))
        if (left !== undefined && !tables.conversations.has(left.conversationId))
          throw new GuichetError('conflict', `conversation ${left.conversationId} still holds a message`)
      })
    },
    async handOver({ from, to, name, ids }) {
      const { conversations } = context.tables()
      const changed = [...conversations.values()].filter(
        ({ id, contactId, contactName }) =>
          contactId === from &&
          (ids === undefined || ids.includes(id)) &&
          (from !== to || (name !== '' && contactName !== name)),
      )
      for (const known of changed) {
        const { contactName, version } = known
        const handed = { contactId: to, contactName: name || contactName, version: version + 1 }
        journal.set(conversations, known.id, { ...known, ...handed })
      }
      return changed.map(({ id }) => id)
    },
    async get(id) {
      return structuredClone(find([id])[0] ?? null)
    },
    async list(filter, page) {
      const { conversations } = context.tables()
      const matching = [...conversations.values()].filter((conversation) => matches(conversation, filter))
      return pageOf(
        matching.flatMap((conversation) => shown(conversation) ?? []),
        page,
        latestFirst,
      )
    },
  }
}

function matches(conversation: Conversation, filter: ConversationFilter): boolean {
  const { folderId, integrationId, contactId, statuses, verdicts, urgentOnly } = filter
  return [
    folderId === undefined || conversation.folderId === folderId,
    integrationId === undefined || conversation.integrationId === integrationId,
    contactId === undefined || conversation.contactId === contactId,
    statuses === undefined || statuses.includes(conversation.status),
    verdicts === undefined || verdicts.includes(conversation.verdict),
    urgentOnly !== true || conversation.priority === 'urgent',
  ].every(Boolean)
}

/** The base subject is for threading only; a conversation read back has no such field. */
function shown(stored: StoredConversation | undefined): Conversation | undefined {
  if (stored === undefined) return undefined
  const { baseSubject: _, ...conversation } = stored
  return conversation
}
