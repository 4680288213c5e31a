import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, createGate } from './check.ts'
import { type Office, openOffice, sampleIntegration } from './samples.ts'

async function claimAll(storage: Storage, office: Office, externalIds: readonly string[]) {
  const messageId = randomUUID()
  const claims = externalIds.map((externalId) => ({ externalId, messageId }))
  return storage.transaction(office.tenant, (tx) => tx.messages.claim(office.integrationId, claims))
}

export const claimChecks: readonly ContractCheck[] = [
  {
    name: 'an external id belongs to the message that claimed it first',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const [first, second] = [randomUUID(), randomUUID()]
      await storage.transaction(tenant, async (tx) => {
        const owners = await tx.messages.claim(integrationId, [{ externalId: 'a', messageId: first }])
        assert.deepEqual(owners, new Map([['a', first]]))
      })
      await storage.transaction(tenant, async (tx) => {
        const owners = await tx.messages.claim(integrationId, [
          { externalId: 'a', messageId: second },
          { externalId: 'b', messageId: second },
        ])
        assert.equal(owners.get('a'), first)
        assert.equal(owners.get('b'), second)
      })
    },
  },
  {
    name: 'an external id that comes twice in one batch has one owner',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const [first, second] = [randomUUID(), randomUUID()]
      const owners = await storage.transaction(tenant, (tx) =>
        tx.messages.claim(integrationId, [
          { externalId: 'a', messageId: first },
          { externalId: 'a', messageId: second },
        ]),
      )
      assert.deepEqual(owners, new Map([['a', first]]))
    },
  },
  {
    name: 'the same external id in two integrations is two messages',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const other = sampleIntegration()
      const [first, second] = [randomUUID(), randomUUID()]
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        await tx.messages.claim(integrationId, [{ externalId: 'a', messageId: first }])
        const owners = await tx.messages.claim(other.id, [{ externalId: 'a', messageId: second }])
        assert.equal(owners.get('a'), second)
      })
    },
  },
  {
    name: 'transactions that claim one external id at once get one owner',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const all = await Promise.all(Array.from({ length: 50 }, () => claimAll(storage, office, ['a'])))
      assert.equal(new Set(all.map((owners) => owners.get('a'))).size, 1)
    },
  },
  {
    name: 'transactions that claim the same ids in opposite order all finish and agree',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const ids = Array.from({ length: 40 }, (_, index) => `mail-${index}`)
      const all = await Promise.all([
        claimAll(storage, office, ids),
        claimAll(storage, office, ids.toReversed()),
        claimAll(storage, office, ids),
      ])
      for (const id of ids) assert.equal(new Set(all.map((owners) => owners.get(id))).size, 1)
    },
  },
  {
    name: 'a claim waits for the transaction that holds it, and wins when that one rolls back',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const claimed = createGate()
      const failing = storage.transaction(tenant, async (tx) => {
        await tx.messages.claim(integrationId, [{ externalId: 'a', messageId: randomUUID() }])
        claimed.open()
        await createGate().wait(40)
        throw new Error('rolled back on purpose')
      })
      const refused = assert.rejects(failing)
      await claimed.wait(1000)
      const messageId = randomUUID()
      const owners = await storage.transaction(tenant, (tx) =>
        tx.messages.claim(integrationId, [{ externalId: 'a', messageId }]),
      )
      await refused
      assert.equal(owners.get('a'), messageId)
    },
  },
]
