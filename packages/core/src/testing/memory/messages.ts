import type { Message } from '../../model/message.ts'
import type { MessageRecords } from '../../ports/records.ts'
import { type ListOrder, pageOf } from './page-of.ts'
import { copyOrNull, innerMap, insertRow, type MemoryContext, requireRow, type Tables } from './tables.ts'

const oldestFirst = (conversationId: string): ListOrder<Message> => ({
  list: `messages of ${conversationId}`,
  direction: 'ascending',
  key: (message) => [message.receivedAt.toISOString(), message.id],
})

export function memoryMessages(context: MemoryContext): MessageRecords {
  const { journal } = context
  return {
    async claim(integrationId, claims) {
      const owners = innerMap(context.tables().claims, integrationId)
      const result = new Map<string, string>()
      for (const { externalId, messageId } of claims) {
        const owner = owners.get(externalId) ?? messageId
        if (!owners.has(externalId)) journal.set(owners, externalId, owner)
        result.set(externalId, owner)
      }
      return result
    },
    async insert(messages) {
      const { messages: stored } = context.tables()
      for (const message of messages) {
        const { id, conversationId, direction, mailId } = message
        insertRow(context, stored, { key: id, value: message, name: 'message' })
        requireRow(context, 'conversations', conversationId)
        if (direction === 'outbound' && mailId !== null)
          journal.set(innerMap(context.tables().sent, mailId), id, true)
      }
    },
    async get(id) {
      const tables = context.tables()
      const message = tables.messages.get(id)
      return copyOrNull(message && withDelivery(message, tables))
    },
    async list(conversationId, page) {
      const tables = context.tables()
      const own = [...tables.messages.values()].filter((it) => it.conversationId === conversationId)
      const shown = own.map((message) => withDelivery(message, tables))
      return pageOf(shown, page, oldestFirst(conversationId))
    },
  }
}

/** The outbox is the one place that knows how a delivery stands; the message only shows it. */
function withDelivery(message: Message, tables: Tables): Message {
  const reported = [...(tables.arrivals.get(message.id)?.values() ?? [])]
  const arrivals = reported.toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1))
  const shown = arrivals.length === 0 ? message : { ...message, arrivals }
  const entry = tables.outbox.get(message.id)
  if (entry === undefined) return shown
  const { state, attempts, error, nextAttemptAt } = entry
  return { ...shown, delivery: { state, attempts, error, nextAttemptAt } }
}
