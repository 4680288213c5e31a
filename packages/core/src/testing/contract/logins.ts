import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ContractCheck } from './check.ts'
import { newTenant, sampleIntegration } from './samples.ts'

const minuteMs = 60_000
const inAMinute = () => new Date(Date.now() + minuteMs)

export const loginChecks: readonly ContractCheck[] = [
  {
    name: 'renewed secrets replace the ones they were made from, and no others',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const integration = sampleIntegration({ secrets: 'g1.first' })
      const secrets = () =>
        storage.transaction(tenant, async (tx) => (await tx.integrations.get(integration.id))?.secrets)
      await storage.transaction(tenant, (tx) => tx.integrations.insert(integration))
      const replace = (before: string, after: string) =>
        storage.transaction(tenant, (tx) => tx.logins.replaceSecrets(integration.id, before, after))

      assert.equal(await replace('g1.first', 'g1.second'), true)
      assert.equal(await replace('g1.first', 'g1.late'), false)
      assert.equal(await secrets(), 'g1.second')
      const nobody = storage.transaction(tenant, (tx) =>
        tx.logins.replaceSecrets(randomUUID(), 'g1.second', 'g1.third'),
      )
      assert.equal(await nobody, false)
      const elsewhere = storage.transaction(newTenant(), (tx) =>
        tx.logins.replaceSecrets(integration.id, 'g1.second', 'g1.third'),
      )
      assert.equal(await elsewhere, false)
      assert.equal(await secrets(), 'g1.second')
    },
  },
  {
    name: 'renewing secrets does not end the session that is listening with them',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const integration = sampleIntegration({ secrets: 'g1.first' })
      await storage.transaction(tenant, (tx) => tx.integrations.insert(integration))
      const leases = await storage.leases.acquire(randomUUID(), minuteMs, 100)
      const lease = leases.find((one) => one.integrationId === integration.id)
      assert.ok(lease)
      await storage.transaction(tenant, async (tx) => {
        await tx.logins.replaceSecrets(integration.id, 'g1.first', 'g1.second')
        await tx.integrations.assertLease(integration.id, lease.fence)
      })
    },
  },
  {
    name: 'of fifty that want to renew at once one may, and the next when it has ended or its time is over',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const { id } = sampleIntegration()
      const begin = (leaseMs: number) =>
        storage.transaction(tenant, (tx) => tx.logins.beginRenewal(id, leaseMs))
      const answers = await Promise.all(Array.from({ length: 50 }, () => begin(minuteMs)))
      assert.equal(answers.filter(Boolean).length, 1)
      await storage.transaction(tenant, (tx) => tx.logins.endRenewal(id))
      assert.equal(await begin(-1), true)
      assert.equal(await begin(minuteMs), true)
      assert.equal(await begin(minuteMs), false)
      const other = storage.transaction(newTenant(), (tx) => tx.logins.beginRenewal(id, minuteMs))
      assert.equal(await other, true)
    },
  },
  {
    name: 'a pending sign-in is taken once, by its own tenant, before its time is over',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const signIn = { id: randomUUID(), sealed: 'g1.sealed', expiresAt: inAMinute() }
      const late = { id: randomUUID(), sealed: 'g1.late', expiresAt: new Date(Date.now() - 1_000) }
      const take = (id: string, of = tenant) => storage.transaction(of, (tx) => tx.logins.takeSignIn(id))
      await storage.transaction(tenant, async (tx) => {
        await tx.logins.keepSignIn(late)
        await tx.logins.keepSignIn(signIn)
      })
      assert.equal(await take(signIn.id, newTenant()), null)
      assert.equal(await take(late.id), null)
      assert.deepEqual(await take(signIn.id), signIn)
      assert.equal(await take(signIn.id), null)
      assert.equal(await take(randomUUID()), null)
    },
  },
]
