import type { NewInboxEvent } from './model/event.ts'
import type { Metrics } from './ports/metrics.ts'
import type { Storage } from './ports/storage.ts'

/**
 * The same storage, whose events are counted. An event is written with everything that happens, in the transaction in
 * which it happens: so each is counted once, wherever it comes from, and only when it is durable.
 */
export function countedStorage(storage: Storage, metrics: Metrics): Storage {
  return {
    ...storage,
    async transaction(tenant, work) {
      let appended: NewInboxEvent[] = []
      const result = await storage.transaction(tenant, (tx) => {
        // Work is run again after a conflict, and then nothing of before has happened.
        appended = []
        const append: typeof tx.events.append = async (events) => {
          await tx.events.append(events)
          appended.push(...events)
        }
        return work({ ...tx, events: { ...tx.events, append } })
      })
      for (const event of appended) countEvent(metrics, event)
      return result
    },
  }
}

function countEvent(metrics: Metrics, { type, data }: NewInboxEvent): void {
  metrics.count('guichet_events_total', { type })
  const { sendsHeld, leftOut } = data
  if (typeof leftOut === 'number') metrics.count('guichet_recipients_suppressed_total', {}, leftOut)
  if (type === 'integration.changed' && typeof sendsHeld === 'boolean')
    metrics.count('guichet_send_holds_total', { change: sendsHeld ? 'held' : 'released' })
}
