import type { Arrival } from '../../model/arrival.ts'
import type { Delivery } from '../../model/message.ts'
import type { MemoryContext, Tables } from './tables.ts'

/** How a delivery stands, as the outbox knows it; null where it has no entry. */
export function deliveryOf(id: string, { outbox }: Tables): Delivery | null {
  const entry = outbox.get(id)
  if (entry === undefined) return null
  const { state, attempts, error, nextAttemptAt, isScheduled, dueAt, cancelIfAnswered } = entry
  return {
    ...{ state, attempts, error, nextAttemptAt },
    ...(isScheduled && dueAt !== null ? { scheduledAt: dueAt } : {}),
    ...(cancelIfAnswered ? { cancelIfAnswered } : {}),
  }
}

/** What was reported, by recipient; absent while nothing was. */
export function arrivalsOf(id: string, tables: Tables): { readonly arrivals?: readonly Arrival[] } {
  const reported = [...(tables.arrivals.get(id)?.values() ?? [])]
  const arrivals = reported.toSorted((one, other) => (one.recipient < other.recipient ? -1 : 1))
  return arrivals.length === 0 ? {} : { arrivals }
}

export function removeEntry({ tables, journal }: MemoryContext, id: string): void {
  const { outbox, outboxOfKey } = tables()
  const entry = outbox.get(id)
  if (entry !== undefined) journal.delete(outboxOfKey, entry.idempotencyKey)
  journal.delete(outbox, id)
}
