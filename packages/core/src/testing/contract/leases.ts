import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Lease } from '../../ports/leases.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, eventually, withCode } from './check.ts'
import { newTenant, openOffice, sampleIntegration } from './samples.ts'

const longMs = 60_000

interface Attempt {
  readonly tenant: string
  readonly owner?: string
  readonly leaseMs?: number
}

/** Takes what is free and gives back at once what belongs to other checks on the same database. */
async function take(
  storage: Storage,
  { tenant, owner = 'a', leaseMs = longMs }: Attempt,
): Promise<readonly Lease[]> {
  const taken = await storage.leases.acquire(owner, leaseMs, 10_000)
  const foreign = taken.filter((lease) => lease.tenant !== tenant)
  if (foreign.length > 0) await storage.leases.release(owner, foreign)
  return taken.filter((lease) => lease.tenant === tenant)
}

async function takeOne(storage: Storage, attempt: Attempt): Promise<Lease> {
  return eventually('a lease to be free', async () => (await take(storage, attempt))[0] ?? null)
}

const assertLease = (storage: Storage, { tenant, integrationId, fence }: Lease) =>
  storage.transaction(tenant, (tx) => tx.integrations.assertLease(integrationId, fence))

export const leaseChecks: readonly ContractCheck[] = [
  {
    name: 'an integration can be leased from its creation, by one worker at a time',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const lease = await takeOne(storage, { tenant, owner: 'a' })
      assert.equal(lease.integrationId, integrationId)
      assert.deepEqual(await take(storage, { tenant, owner: 'b' }), [])
      assert.deepEqual(await take(storage, { tenant, owner: 'a' }), [])
      await assertLease(storage, lease)
      await storage.leases.release('a', [lease])
    },
  },
  {
    name: 'workers that ask at once share the leases: nobody gets one that another has',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      await storage.transaction(tenant, async (tx) => {
        for (let count = 0; count < 6; count++) await tx.integrations.insert(sampleIntegration())
      })
      const owners = ['a', 'b', 'c', 'd']
      const taken = await Promise.all(owners.map((owner) => take(storage, { tenant, owner })))
      const ids = taken.flat().map(({ integrationId }) => integrationId)
      assert.equal(new Set(ids).size, ids.length)
      await eventually('every lease to be taken', async () => {
        ids.push(...(await take(storage, { tenant, owner: 'e' })).map(({ integrationId }) => integrationId))
        return ids.length === 6 ? true : null
      })
      assert.equal(new Set(ids).size, 6)
      await endAll(storage, tenant)
    },
  },
  {
    name: 'a worker takes at most as many leases as it asks for',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      await storage.transaction(tenant, async (tx) => {
        for (let count = 0; count < 3; count++) await tx.integrations.insert(sampleIntegration())
      })
      const taken = await storage.leases.acquire('a', 50, 2)
      assert.equal(taken.length, 2)
      assert.deepEqual(await storage.leases.acquire('b', 50, 0), [])
      await storage.leases.release('a', taken)
      await endAll(storage, tenant)
    },
  },
  {
    name: 'an integration that was rolled back cannot be leased',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      await assert.rejects(
        storage.transaction(tenant, async (tx) => {
          await tx.integrations.insert(sampleIntegration())
          throw new Error('rolled back on purpose')
        }),
      )
      assert.deepEqual(await take(storage, { tenant }), [])
    },
  },
  {
    name: 'a lease that is not renewed passes to another worker with a higher fence',
    async run(open) {
      const storage = await open()
      const { tenant } = await openOffice(storage)
      const stale = await takeOne(storage, { tenant, owner: 'a', leaseMs: 30 })
      const lease = await takeOne(storage, { tenant, owner: 'b' })
      assert.ok(lease.fence > stale.fence)
      assert.deepEqual(await storage.leases.renew('a', longMs, [stale]), [])
      await assert.rejects(assertLease(storage, stale), withCode('lease-lost'))
      await storage.leases.release('a', [stale])
      await assertLease(storage, lease)
      await storage.leases.release('b', [lease])
    },
  },
  {
    name: 'a renewed lease stays with its worker, under the same fence',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const lease = await takeOne(storage, { tenant, owner: 'a' })
      const renewed = await storage.leases.renew('a', longMs, [lease])
      assert.deepEqual(renewed, [{ tenant, integrationId, fence: lease.fence, syncRequested: false }])
      assert.deepEqual(await storage.leases.renew('b', longMs, [lease]), [])
      assert.deepEqual(await storage.leases.renew('a', longMs, [{ ...lease, fence: lease.fence + 1 }]), [])
      assert.deepEqual(await storage.leases.renew('a', longMs, []), [])
      await assertLease(storage, lease)
      await storage.leases.release('a', [lease])
    },
  },
  {
    name: 'a released lease is free at once and its fence is worth nothing',
    async run(open) {
      const storage = await open()
      const { tenant } = await openOffice(storage)
      const lease = await takeOne(storage, { tenant, owner: 'a' })
      await storage.leases.release('b', [lease])
      await assertLease(storage, lease)
      await storage.leases.release('a', [lease])
      await assert.rejects(assertLease(storage, lease), withCode('lease-lost'))
      const next = await takeOne(storage, { tenant, owner: 'b' })
      assert.ok(next.fence > lease.fence)
      await storage.leases.release('b', [next])
    },
  },
  {
    name: 'a request to sync is told once, at the next renewal',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const request = () => storage.transaction(tenant, (tx) => tx.integrations.requestSync(integrationId))
      const lease = await takeOne(storage, { tenant })
      const isRequested = async () => (await storage.leases.renew('a', longMs, [lease]))[0]?.syncRequested
      assert.equal(await isRequested(), false)
      await request()
      await request()
      assert.equal(await isRequested(), true)
      assert.equal(await isRequested(), false)
      await assertLease(storage, lease)
      await storage.leases.release('a', [lease])
    },
  },
  {
    name: 'pausing, resuming or changing an integration ends its lease; a paused one is not leased',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const integration = sampleIntegration()
      const change = (paused: boolean) =>
        storage.transaction(tenant, (tx) => tx.integrations.update({ ...integration, paused }))
      await storage.transaction(tenant, (tx) => tx.integrations.insert(integration))
      const first = await takeOne(storage, { tenant })
      await change(true)
      assert.deepEqual(await storage.leases.renew('a', longMs, [first]), [])
      await assert.rejects(assertLease(storage, first), withCode('lease-lost'))
      assert.deepEqual(await take(storage, { tenant }), [])
      await change(false)
      const second = await takeOne(storage, { tenant })
      assert.ok(second.fence > first.fence)
      await change(false)
      assert.deepEqual(await storage.leases.renew('a', longMs, [second]), [])
      const third = await takeOne(storage, { tenant })
      assert.ok(third.fence > second.fence)
      await storage.leases.release('a', [third])
    },
  },
  {
    name: 'writing the sync state or a cursor does not end a lease; a removal does',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const lease = await takeOne(storage, { tenant })
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.assertLease(integrationId, lease.fence)
        await tx.integrations.setCursor(integrationId, { source: 'INBOX', value: 1 })
        const state = {
          lastSyncAt: new Date(0),
          lastSyncStatus: 'success',
          lastSyncError: null,
          lastSyncProblem: null,
        } as const
        await tx.integrations.setSyncState(integrationId, state)
      })
      assert.equal((await storage.leases.renew('a', longMs, [lease])).length, 1)
      await storage.transaction(tenant, (tx) => tx.integrations.remove(integrationId))
      assert.deepEqual(await storage.leases.renew('a', longMs, [lease]), [])
      await assert.rejects(assertLease(storage, lease), withCode('lease-lost'))
      assert.deepEqual(await take(storage, { tenant }), [])
    },
  },
  {
    name: 'nobody holds a lease by guessing: unknown integrations and wrong fences are lost',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const lease = await takeOne(storage, { tenant })
      const guesses = [
        { ...lease, fence: lease.fence + 1 },
        { ...lease, integrationId: randomUUID() },
        { ...lease, tenant: newTenant() },
      ]
      for (const guess of guesses) await assert.rejects(assertLease(storage, guess), withCode('lease-lost'))
      assert.equal(lease.integrationId, integrationId)
      await storage.leases.release('a', [lease])
    },
  },
]

/** Leaves no lease for the next check on the same database. */
async function endAll(storage: Storage, tenant: string): Promise<void> {
  await storage.transaction(tenant, async (tx) => {
    for (const { id } of await tx.integrations.list()) await tx.integrations.remove(id)
  })
}
