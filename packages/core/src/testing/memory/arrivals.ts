import { supersedes } from '../../model/arrival.ts'
import type { ArrivalRecords, SentMessage } from '../../ports/address-records.ts'
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
