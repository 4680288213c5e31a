import type { EndpointDelivery, WebhookEndpoint } from '../../model/webhook-endpoint.ts'
import type { EndpointRecords } from '../../ports/endpoint-records.ts'
import { memoryDeliveries } from './endpoint-deliveries.ts'
import { compareText } from './page-of.ts'
import { copyOrNull, existingRow, insertRow, type MemoryContext } from './tables.ts'

export function memoryEndpoints(context: MemoryContext): EndpointRecords {
  const { journal } = context
  const isAwake = ({ state, restsUntil }: WebhookEndpoint, at: Date) =>
    state === 'enabled' && (restsUntil === null || restsUntil.getTime() <= at.getTime())
  const isDue = ({ nextAttemptAt }: EndpointDelivery, at: Date) =>
    nextAttemptAt !== null && nextAttemptAt.getTime() <= at.getTime()

  return {
    ...memoryDeliveries(context),
    async insert(endpoint, position) {
      const { endpoints, endpointPositions } = context.tables()
      insertRow(context, endpoints, { key: endpoint.id, value: endpoint, name: 'endpoint' })
      journal.set(endpointPositions, endpoint.id, position)
    },
    get: async (id) => copyOrNull(context.tables().endpoints.get(id)),
    getForUpdate: async (id) => copyOrNull(context.tables().endpoints.get(id)),
    async list() {
      const all = [...context.tables().endpoints.values()]
      all.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.id, b.id))
      return structuredClone(all)
    },
    async update(endpoint) {
      const { endpoints } = context.tables()
      const { createdAt, failures, failingSince, restsUntil } = existingRow(
        endpoints,
        endpoint.id,
        'endpoint',
      )
      const kept = { createdAt, failures, failingSince, restsUntil }
      journal.set(endpoints, endpoint.id, { ...structuredClone(endpoint), ...kept })
    },
    async remove(id) {
      const { endpoints, endpointPositions, deliveries, deliveryOfEvent } = context.tables()
      existingRow(endpoints, id, 'endpoint')
      journal.delete(endpoints, id)
      journal.delete(endpointPositions, id)
      for (const key of deliveryOfEvent.get(id)?.values() ?? []) journal.delete(deliveries, key)
      journal.delete(deliveryOfEvent, id)
    },
    async positions() {
      const { endpoints, endpointPositions } = context.tables()
      return [...endpointPositions]
        .filter(([id]) => endpoints.get(id)?.state === 'enabled')
        .map(([endpointId, position]) => ({ endpointId, position }))
    },
    async takePosition(id) {
      const { endpoints, endpointPositions } = context.tables()
      return endpoints.get(id)?.state === 'enabled' ? (endpointPositions.get(id) ?? null) : null
    },
    async setPosition({ endpointId, position }) {
      const { endpointPositions } = context.tables()
      if (endpointPositions.has(endpointId)) journal.set(endpointPositions, endpointId, position)
    },
    async due(at) {
      const { endpoints, deliveries } = context.tables()
      const waiting = new Set(
        [...deliveries.values()].filter((one) => isDue(one, at)).map(({ endpointId }) => endpointId),
      )
      return [...endpoints.values()]
        .filter((one) => waiting.has(one.id) && isAwake(one, at))
        .map(({ id }) => id)
    },
    async beginDelivering(id, at, until) {
      const { endpoints } = context.tables()
      const known = endpoints.get(id)
      if (known === undefined || !isAwake(known, at)) return null
      const begun = { ...known, restsUntil: new Date(until) }
      journal.set(endpoints, id, begun)
      return structuredClone(begun)
    },
    async setHealth(id, { failures, failingSince, restsUntil }) {
      const { endpoints } = context.tables()
      const known = endpoints.get(id)
      if (known === undefined) return
      journal.set(endpoints, id, { ...known, ...structuredClone({ failures, failingSince, restsUntil }) })
    },
  }
}
