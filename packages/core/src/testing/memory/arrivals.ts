import { supersedes } from '../../model/arrival.ts'
import type { ArrivalRecords, SendOnRecord, SentMessage } from '../../ports/address-records.ts'
import { innerMap, type MemoryContext, type Tables } from './tables.ts'

export function memoryArrivals(context: MemoryContext): ArrivalRecords {
  const { journal } = context
  return {
    async findSent(mailIds) {
      const tables = context.tables()
      const ids = [...new Set(mailIds)].flatMap((mailId) => [...(tables.sent.get(mailId)?.keys() ?? [])])
      return ids.flatMap((id) => sentOf(tables, id))
    },
    async findSends(integrationId, { messageIds, providerIds }) {
      const tables = context.tables()
      const named = providerIds.flatMap((id) => [...(tables.sendsOfProvider.get(id)?.keys() ?? [])])
      return [...new Set([...messageIds, ...named])].flatMap((messageId): readonly SendOnRecord[] => {
        const entry = tables.outbox.get(messageId)
        if (entry === undefined || (integrationId !== null && entry.integrationId !== integrationId))
          return []
        return sentOf(tables, messageId).map((sent) => ({ ...sent, providerId: entry.providerId }))
      })
    },
    async record(arrivals) {
      return arrivals.filter((one) => {
        const { messageId, ...arrival } = one
        const known = innerMap(context.tables().arrivals, messageId)
        const isNews = supersedes(arrival, known.get(arrival.recipient))
        if (isNews) journal.set(known, arrival.recipient, structuredClone(arrival))
        return isNews
      })
    },
  }
}

/** The message or the mail of this id, as a report needs it. */
function sentOf({ messages, mails }: Tables, messageId: string): readonly SentMessage[] {
  const message = messages.get(messageId)
  if (message !== undefined) {
    const { id, mailId, conversationId, integrationId, to, cc, bcc = [], receivedAt } = message
    return [
      structuredClone({ id, mailId, conversationId, integrationId, to, cc: [...cc, ...bcc], receivedAt }),
    ]
  }
  const mail = mails.get(messageId)
  if (mail === undefined) return []
  const { id, mailId, to, cc, bcc, createdAt: receivedAt } = mail
  const nowhere = { conversationId: null, integrationId: null }
  return [structuredClone({ id, mailId, ...nowhere, to, cc: [...cc, ...bcc], receivedAt })]
}
