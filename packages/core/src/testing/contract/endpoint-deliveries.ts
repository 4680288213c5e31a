import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { EndpointDelivery } from '../../model/webhook-endpoint.ts'
import type { EndpointRecords } from '../../ports/endpoint-records.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, pagesOf, withCode } from './check.ts'
import { minute, newTenant, sampleDelivery, sampleEndpoint } from './samples.ts'

interface Desk {
  readonly endpointId: string
  ask<Result>(question: (endpoints: EndpointRecords) => Promise<Result>): Promise<Result>
}

async function openDesk(storage: Storage): Promise<Desk> {
  const tenant = newTenant()
  const endpoint = sampleEndpoint()
  await storage.transaction(tenant, (tx) => tx.endpoints.insert(endpoint, '0'))
  return {
    endpointId: endpoint.id,
    ask: (question) => storage.transaction(tenant, (tx) => question(tx.endpoints)),
  }
}

const ids = (deliveries: readonly EndpointDelivery[]) => deliveries.map(({ id }) => id)

export const endpointDeliveryChecks: readonly ContractCheck[] = [
  {
    name: 'one event has one delivery for an endpoint, however often it is added',
    async run(open) {
      const { endpointId, ask } = await openDesk(await open())
      const first = sampleDelivery({ endpointId })
      const again = sampleDelivery({ endpointId, eventId: first.eventId })
      const other = sampleDelivery({ endpointId })
      await ask((records) => records.addDeliveries([first]))
      await ask((records) => records.addDeliveries([again, other]))
      assert.deepEqual(await ask((records) => records.delivery(first.id)), first)
      assert.equal(await ask((records) => records.delivery(again.id)), null)
      assert.deepEqual(await ask((records) => records.deliveriesForUpdate([other.id, again.id, first.id])), [
        other,
        first,
      ])
    },
  },
  {
    name: 'a delivery changes its state and keeps what it carries',
    async run(open) {
      const { endpointId, ask } = await openDesk(await open())
      const delivery = sampleDelivery({ endpointId })
      await ask((records) => records.addDeliveries([delivery]))
      const attempt = {
        at: '2026-11-02T08:00:00.000Z',
        status: 503,
        durationMs: 12,
        error: 'è',
        excerpt: 'x',
      }
      const changes = { state: 'failed', attempts: 1, nextAttemptAt: minute(5), log: [attempt] } as const
      const unknown = sampleDelivery({ endpointId })
      await ask((records) =>
        records.updateDeliveries([{ ...delivery, ...changes, payload: 'other' }, unknown]),
      )
      assert.deepEqual(await ask((records) => records.delivery(delivery.id)), { ...delivery, ...changes })
      assert.equal(await ask((records) => records.delivery(unknown.id)), null)
      const settled = { ...delivery, state: 'delivered', nextAttemptAt: null } as const
      await ask((records) => records.updateDeliveries([settled]))
      assert.equal(await ask((records) => records.nextDue(endpointId)), null)
    },
  },
  {
    name: 'what is due is found the longest due first, and wakes its endpoint unless that rests',
    async run(open) {
      const { endpointId, ask } = await openDesk(await open())
      const [late, early, future] = [2, 1, 9].map((at) =>
        sampleDelivery({ endpointId, nextAttemptAt: minute(at) }),
      )
      assert.ok(late && early && future)
      const done = sampleDelivery({ endpointId, state: 'dead', nextAttemptAt: null })
      assert.deepEqual(await ask((records) => records.due(minute(5))), [])
      await ask((records) => records.addDeliveries([late, early, future, done]))
      const due = (limit: number) => ask((records) => records.dueDeliveries(endpointId, minute(5), limit))
      assert.deepEqual(ids(await due(9)), [early.id, late.id])
      assert.deepEqual(ids(await due(1)), [early.id])
      assert.deepEqual(await ask((records) => records.nextDue(endpointId)), minute(1))
      assert.deepEqual(await ask((records) => records.due(minute(0))), [])
      assert.deepEqual(await ask((records) => records.due(minute(5))), [endpointId])
      const health = { failures: 1, failingSince: minute(1), restsUntil: minute(6) }
      await ask((records) => records.setHealth(endpointId, health))
      assert.deepEqual(await ask((records) => records.due(minute(5))), [])
      assert.deepEqual(await ask((records) => records.due(minute(6))), [endpointId])
    },
  },
  {
    name: 'the deliveries of an endpoint are listed latest first, by page and by state',
    async run(open) {
      const { endpointId, ask } = await openDesk(await open())
      const all = Array.from({ length: 5 }, (_, index) =>
        sampleDelivery({ endpointId, createdAt: minute(index), state: index % 2 ? 'dead' : 'delivered' }),
      )
      await ask((records) => records.addDeliveries(all))
      const latestFirst = ids(all).toReversed()
      const seen: string[] = []
      const page = (cursor: string | null) =>
        ask((records) => records.deliveries(endpointId, null, { cursor, limit: 2 }))
      for await (const items of pagesOf(page)) seen.push(...ids(items))
      assert.deepEqual(seen, latestFirst)
      const dead = await ask((records) => records.deliveries(endpointId, 'dead', { cursor: null, limit: 9 }))
      assert.deepEqual(ids(dead.items), [all[3]?.id, all[1]?.id])
      const { nextCursor } = await page(null)
      const foreign = ask((records) =>
        records.deliveries(randomUUID(), null, { cursor: nextCursor, limit: 2 }),
      )
      await assert.rejects(foreign, withCode('invalid-input'))
    },
  },
]
