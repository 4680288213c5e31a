import { supersedes } from '../../model/arrival.ts'
import type { ArrivalRecords, SendOnRecord, SentMessage } from '../../ports/address-records.ts'
import { innerMap, type MemoryContext } from './tables.ts'

export function memoryArrivals(context: MemoryContext): ArrivalRecords {
  const { journal } = context
  return {
    async findSent(mailIds) {
      const { messages, sent } = context.tables()
      const ids = [...new Set(mailIds)].flatMap((mailId) => [...(sent.get(mailId)?.keys() ?? [])])
      return ids.flatMap((messageId): readonly SentMessage[] => {
        const message = messages.get(messageId)
        if (message === undefined) return []
        const { id, mailId, conversationId, integrationId, to, cc, receivedAt } = message
        return [structuredClone({ id, mailId, conversationId, integrationId, to, cc, receivedAt })]
      })
    },
    async findSends(integrationId, { messageIds, providerIds }) {
      const { messages, outbox, sendsOfProvider } = context.tables()
      const named = providerIds.flatMap((id) => [...(sendsOfProvider.get(id)?.keys() ?? [])])
      return [...new Set([...messageIds, ...named])].flatMap((messageId): readonly SendOnRecord[] => {
        const message = messages.get(messageId)
        const entry = outbox.get(messageId)
        if (message?.integrationId !== integrationId || entry === undefined) return []
        const { id, mailId, conversationId, to, cc, receivedAt } = message
        const { providerId } = entry
        return [
          structuredClone({ id, mailId, conversationId, integrationId, to, cc, receivedAt, providerId }),
        ]
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
