import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ContractCheck } from './check.ts'
import { newTenant, sampleCandidate } from './samples.ts'

export const contactChecks: readonly ContractCheck[] = [
  {
    name: 'an address leads to one contact, created the first time',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [ada, bob] = [sampleCandidate('ada@example.org', 'Ada'), sampleCandidate('+33612345678', '')]
      const created = await storage.transaction(tenant, (tx) => tx.contacts.resolve([ada, bob]))
      const { id, name, createdAt } = ada
      assert.deepEqual(created.get('ada@example.org'), {
        id,
        name,
        createdAt,
        addresses: ['ada@example.org'],
      })
      assert.equal(created.get('+33612345678')?.id, bob.id)
      const again = await storage.transaction(tenant, (tx) =>
        tx.contacts.resolve([sampleCandidate('ada@example.org', 'Someone else')]),
      )
      assert.deepEqual(again.get('ada@example.org'), created.get('ada@example.org'))
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.contacts.get(id), created.get('ada@example.org'))
        assert.equal(await tx.contacts.get(randomUUID()), null)
      })
    },
  },
  {
    name: 'a contact without a name takes the first name it is given',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const nameAfter = (name: string) =>
        storage.transaction(tenant, async (tx) => {
          const contacts = await tx.contacts.resolve([sampleCandidate('ada@example.org', name)])
          return contacts.get('ada@example.org')?.name
        })
      assert.deepEqual(
        [await nameAfter(''), await nameAfter('Ada'), await nameAfter(''), await nameAfter('Eve')],
        ['', 'Ada', 'Ada', 'Ada'],
      )
    },
  },
  {
    name: 'one address twice in one batch is one contact',
    async run(open) {
      const storage = await open()
      const candidates = [sampleCandidate('ada@example.org', ''), sampleCandidate('ada@example.org', 'Ada')]
      const tenant = newTenant()
      const contacts = await storage.transaction(tenant, (tx) => tx.contacts.resolve(candidates))
      assert.equal(contacts.size, 1)
      const id = contacts.get('ada@example.org')?.id ?? ''
      const stored = await storage.transaction(tenant, (tx) => tx.contacts.get(id))
      assert.deepEqual(stored?.addresses, ['ada@example.org'])
    },
  },
  {
    name: 'transactions that resolve the same people at once, in any order, get the same contacts',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const addresses = Array.from({ length: 20 }, (_, index) => `person-${index}@example.org`)
      const orders = [addresses, addresses.toReversed(), addresses, addresses.toReversed()]
      const results = await Promise.all(
        orders.map((order) =>
          storage.transaction(tenant, (tx) =>
            tx.contacts.resolve(order.map((address) => sampleCandidate(address))),
          ),
        ),
      )
      for (const address of addresses) {
        assert.equal(new Set(results.map((contacts) => contacts.get(address)?.id)).size, 1, address)
      }
    },
  },
  {
    name: 'two transactions about one person run one after the other',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const log: string[] = []
      const resolve = () => sampleCandidate('ada@example.org')
      await storage.transaction(tenant, (tx) => tx.contacts.resolve([resolve()]))
      await Promise.all(
        ['one', 'two', 'three'].map((name) =>
          storage.transaction(tenant, async (tx) => {
            await tx.contacts.resolve([resolve()])
            log.push(`${name} begins`)
            // Reads give another transaction every occasion to come between.
            for (let read = 0; read < 5; read++) await tx.contacts.get(randomUUID())
            log.push(`${name} ends`)
          }),
        ),
      )
      for (let index = 0; index < log.length; index += 2) {
        assert.equal(log[index]?.replace('begins', 'ends'), log[index + 1])
      }
    },
  },
]
