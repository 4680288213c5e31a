import type { EndpointDelivery } from '../../model/webhook-endpoint.ts'
import type { EndpointRecords } from '../../ports/endpoint-records.ts'
import { compareText, pageOf } from './page-of.ts'
import { copyOrNull, innerMap, type MemoryContext } from './tables.ts'

type DeliveryVerbs = Pick<
  EndpointRecords,
  | 'addDeliveries'
  | 'delivery'
  | 'deliveries'
  | 'dueDeliveries'
  | 'deliveriesForUpdate'
  | 'nextDue'
  | 'updateDeliveries'
>

export function memoryDeliveries(context: MemoryContext): DeliveryVerbs {
  const { journal } = context

  /** Those that are to be tried, the longest due first. */
  function pending(endpointId: string): (EndpointDelivery & { readonly nextAttemptAt: Date })[] {
    const { deliveries, deliveryOfEvent } = context.tables()
    const all = [...(deliveryOfEvent.get(endpointId)?.values() ?? [])].flatMap((id) => {
      const one = deliveries.get(id)
      return one === undefined || one.nextAttemptAt === null
        ? []
        : [{ ...one, nextAttemptAt: one.nextAttemptAt }]
    })
    return all.sort(
      (a, b) => a.nextAttemptAt.getTime() - b.nextAttemptAt.getTime() || compareText(a.id, b.id),
    )
  }

  return {
    async addDeliveries(added) {
      const { deliveries, deliveryOfEvent } = context.tables()
      for (const delivery of added) {
        const ofEndpoint = innerMap(deliveryOfEvent, delivery.endpointId)
        if (ofEndpoint.has(delivery.eventId)) continue
        journal.set(ofEndpoint, delivery.eventId, delivery.id)
        journal.set(deliveries, delivery.id, structuredClone(delivery))
      }
    },
    delivery: async (id) => copyOrNull(context.tables().deliveries.get(id)),
    async deliveries(endpointId, state, page) {
      const { deliveries } = context.tables()
      const own = [...deliveries.values()].filter(
        (one) => one.endpointId === endpointId && (state === null || one.state === state),
      )
      return pageOf(own, page, {
        list: `deliveries of ${endpointId} ${state}`,
        direction: 'descending',
        key: ({ createdAt, id }) => [createdAt.toISOString(), id],
      })
    },
    async dueDeliveries(endpointId, at, limit) {
      const due = pending(endpointId).filter((one) => one.nextAttemptAt.getTime() <= at.getTime())
      return structuredClone(due.slice(0, limit))
    },
    async deliveriesForUpdate(ids) {
      const { deliveries } = context.tables()
      return structuredClone(ids.flatMap((id) => deliveries.get(id) ?? []))
    },
    async nextDue(endpointId) {
      const [first] = pending(endpointId)
      return first === undefined ? null : new Date(first.nextAttemptAt)
    },
    async updateDeliveries(changed) {
      const { deliveries } = context.tables()
      for (const { id, state, attempts, nextAttemptAt, log } of structuredClone(changed)) {
        const known = deliveries.get(id)
        if (known !== undefined)
          journal.set(deliveries, id, { ...known, state, attempts, nextAttemptAt, log })
      }
    },
  }
}
