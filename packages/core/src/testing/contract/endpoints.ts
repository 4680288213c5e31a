import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { WebhookEndpoint } from '../../model/webhook-endpoint.ts'
import type { EndpointRecords } from '../../ports/endpoint-records.ts'
import type { Storage, Transaction } from '../../ports/storage.ts'
import { type ContractCheck, withCode } from './check.ts'
import { minute, newTenant, sampleDelivery, sampleEndpoint } from './samples.ts'

/** A new tenant with these endpoints, and a way to ask for its records. */
async function openEndpoints(
  storage: Storage,
  endpoints: readonly WebhookEndpoint[],
): Promise<{
  readonly tenant: string
  ask<Result>(question: (endpoints: EndpointRecords, tx: Transaction) => Promise<Result>): Promise<Result>
}> {
  const tenant = newTenant()
  await storage.transaction(tenant, async (tx) => {
    for (const endpoint of endpoints) await tx.endpoints.insert(endpoint, '7')
  })
  return {
    tenant,
    ask: (question) => storage.transaction(tenant, (tx) => question(tx.endpoints, tx)),
  }
}

export const endpointChecks: readonly ContractCheck[] = [
  {
    name: 'an endpoint reads as it was stored, in its own tenant, oldest first',
    async run(open) {
      const storage = await open()
      const first = sampleEndpoint({ description: 'Comptabilité', because: 'person', state: 'disabled' })
      const second = sampleEndpoint({ createdAt: minute(1), eventTypes: ['message.received'] })
      const { ask } = await openEndpoints(storage, [second, first])
      assert.deepEqual(await ask((records) => records.list()), [first, second])
      assert.deepEqual(await ask((records) => records.get(second.id)), second)
      assert.deepEqual(await ask((records) => records.getForUpdate(second.id)), second)
      const other = await openEndpoints(storage, [])
      assert.equal(await other.ask((records) => records.get(first.id)), null)
      assert.deepEqual(await other.ask((records) => records.list()), [])
    },
  },
  {
    name: 'changing an endpoint leaves its health, and its health changes by itself',
    async run(open) {
      const storage = await open()
      const endpoint = sampleEndpoint()
      const { ask } = await openEndpoints(storage, [endpoint])
      const health = { failures: 3, failingSince: minute(1), restsUntil: minute(2) }
      await ask((records) => records.setHealth(endpoint.id, health))
      const changed = { ...endpoint, url: 'https://other.example.org/', stateSince: minute(3) }
      await ask((records) => records.update({ ...changed, failures: 99, createdAt: minute(9) }))
      assert.deepEqual(await ask((records) => records.get(endpoint.id)), { ...changed, ...health })
      await ask((records) => records.setHealth(randomUUID(), health))
      await assert.rejects(
        ask((records) => records.update(sampleEndpoint())),
        withCode('not-found'),
      )
    },
  },
  {
    name: 'a tenant is found while it has an endpoint; a removed one takes its deliveries along',
    async run(open) {
      const storage = await open()
      const [one, two] = [sampleEndpoint(), sampleEndpoint()]
      const { tenant, ask } = await openEndpoints(storage, [one, two])
      const delivery = sampleDelivery({ endpointId: one.id })
      await ask((records) => records.addDeliveries([delivery]))
      const isFound = async () => (await storage.endpointTenants()).includes(tenant)
      assert.equal(await isFound(), true)
      await ask((records) => records.remove(one.id))
      assert.equal(await ask((records) => records.delivery(delivery.id)), null)
      assert.equal(await isFound(), true)
      await ask((records) => records.remove(two.id))
      assert.equal(await isFound(), false)
      await assert.rejects(
        ask((records) => records.remove(two.id)),
        withCode('not-found'),
      )
    },
  },
  {
    name: 'a position belongs to an enabled endpoint and moves on',
    async run(open) {
      const storage = await open()
      const [on, off] = [sampleEndpoint(), sampleEndpoint({ state: 'disabled' })]
      const { ask } = await openEndpoints(storage, [on, off])
      assert.deepEqual(await ask((records) => records.positions()), [{ endpointId: on.id, position: '7' }])
      assert.equal(await ask((records) => records.takePosition(off.id)), null)
      assert.equal(await ask((records) => records.takePosition(randomUUID())), null)
      assert.equal(await ask((records) => records.takePosition(on.id)), '7')
      await ask((records) => records.setPosition({ endpointId: on.id, position: '9' }))
      assert.equal(await ask((records) => records.takePosition(on.id)), '9')
    },
  },
  {
    name: 'of many that take a position and move it on, each moves it once',
    async run(open) {
      const storage = await open()
      const endpoint = sampleEndpoint()
      const { ask } = await openEndpoints(storage, [endpoint])
      const step = () =>
        ask(async (records) => {
          const position = await records.takePosition(endpoint.id)
          if (position === null) return 0
          await records.setPosition({ endpointId: endpoint.id, position: `${Number(position) + 1}` })
          return 1
        })
      const steps = await Promise.all(Array.from({ length: 12 }, step))
      const moved = steps.reduce<number>((sum, one) => sum + one, 0)
      assert.ok(moved >= 1)
      assert.equal(await ask((records) => records.takePosition(endpoint.id)), `${7 + moved}`)
    },
  },
  {
    name: 'of many that begin to deliver to one endpoint one may, until its time is over',
    async run(open) {
      const storage = await open()
      const [endpoint, off] = [sampleEndpoint(), sampleEndpoint({ state: 'disabled' })]
      const { ask } = await openEndpoints(storage, [endpoint, off])
      const begin = (at: number, id = endpoint.id) =>
        ask((records) => records.beginDelivering(id, minute(at), minute(at + 1)))
      const begun = (await Promise.all(Array.from({ length: 12 }, () => begin(0)))).filter(Boolean)
      assert.deepEqual(begun, [{ ...endpoint, restsUntil: minute(1) }])
      assert.deepEqual((await begin(1))?.restsUntil, minute(2))
      assert.equal(await begin(0, off.id), null)
      assert.equal(await begin(0, randomUUID()), null)
    },
  },
]
