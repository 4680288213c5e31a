import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Contact, ContactMerge } from '../../model/contact.ts'
import { contactWords } from '../../model/contact-words.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, createGate, pagesOf, withCode } from './check.ts'
import { minute, newTenant, openConversation, openOffice, sampleCandidate } from './samples.ts'

function sampleContact(name: string, ...addresses: readonly string[]): Contact {
  return { id: randomUUID(), name, addresses: addresses.toSorted(), createdAt: minute(0) }
}

async function insert(storage: Storage, tenant: string, ...contacts: readonly Contact[]): Promise<void> {
  await storage.transaction(tenant, async (tx) => {
    for (const contact of contacts) await tx.contacts.insert(contact)
  })
}

/** The names of the contacts whose words begin so. */
async function search(
  storage: Storage,
  tenant: string,
  ...words: readonly string[]
): Promise<readonly string[]> {
  const page = { cursor: null, limit: 50 }
  const found = await storage.transaction(tenant, (tx) => tx.contacts.list({ words }, page))
  return found.items.map(({ name }) => name)
}

function sampleMerge(from: Contact, into: Contact, changes: Partial<ContactMerge> = {}): ContactMerge {
  return {
    ...{ id: randomUUID(), fromId: from.id, intoId: into.id, at: minute(1), undoneAt: null },
    ...{ actor: { kind: 'person', id: 'ada' }, before: from, conversationIds: [randomUUID()] },
    ...{ intoNameBefore: into.name, intoNameAfter: into.name },
    ...changes,
  }
}

const [zoe, ada] = [sampleContact('Zoé', 'zoe@example.org'), sampleContact('Ada', '+33612345678')]

export const contactChangeChecks: readonly ContractCheck[] = [
  {
    name: 'a contact reads as it was inserted, with those of its addresses that were free',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const contact = sampleContact('Ada', 'ada@example.org', '+33612345678')
      const other = sampleContact('Eve', 'ada@example.org', 'eve@example.org')
      await insert(storage, tenant, contact)
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.contacts.get(contact.id), contact)
        const owners = await tx.contacts.insert(other)
        assert.deepEqual(
          new Map([...owners].sort()),
          new Map([
            ['ada@example.org', contact.id],
            ['eve@example.org', other.id],
          ]),
        )
        assert.deepEqual((await tx.contacts.get(other.id))?.addresses, ['eve@example.org'])
      })
    },
  },
  {
    name: 'addresses are claimed, released and moved, and a name is changed; whoever searches sees it at once',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const [one, other] = [sampleContact('Ada', 'ada@x.example'), sampleContact('Zoe', 'zoe@x.example')]
      await insert(storage, tenant, one, other)
      await storage.transaction(tenant, async (tx) => {
        await tx.contacts.rename(one.id, 'Augusta')
        await tx.contacts.claim(one.id, ['+33612345678', 'lovelace@x.example'])
        await tx.contacts.release(one.id, 'ada@x.example')
        await tx.contacts.release(one.id, 'zoe@x.example')
        await tx.contacts.moveAddresses(['+33612345678', 'zoe@x.example'], { from: one.id, to: other.id })
      })
      assert.deepEqual(await search(storage, tenant, 'ada'), [])
      assert.deepEqual(await search(storage, tenant, 'august'), ['Augusta'])
      assert.deepEqual(await search(storage, tenant, 'lovelace'), ['Augusta'])
      assert.deepEqual(await search(storage, tenant, '06123'), ['Zoe'])
      const stored = await storage.transaction(tenant, (tx) => tx.contacts.get(other.id))
      assert.deepEqual(stored?.addresses, ['+33612345678', 'zoe@x.example'])
      const missing = storage.transaction(tenant, (tx) => tx.contacts.rename(randomUUID(), 'x'))
      await assert.rejects(missing, withCode('not-found'))
    },
  },
  {
    name: 'what a message brought is found: a contact it made, a name and an address that it added',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const candidate = sampleCandidate('ada@example.org', '')
      await storage.transaction(tenant, (tx) => tx.contacts.resolve([candidate]))
      assert.deepEqual(await search(storage, tenant, 'ada@ex'), [''])
      const later = { ...sampleCandidate('ada@example.org', 'Élodie'), also: ['+33612345678'] }
      await storage.transaction(tenant, (tx) => tx.contacts.resolve([later]))
      assert.deepEqual(await search(storage, tenant, 'elo', '0612'), ['Élodie'])
    },
  },
  {
    name: 'contacts are listed by name without regard to case and accents, page by page',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const names = ['Zoé', 'ada', 'Élodie', 'Bob', 'eloise', 'Ada']
      await insert(storage, tenant, ...names.map((name, n) => sampleContact(name, `${n}@example.org`)))
      const seen: string[] = []
      const list = (cursor: string | null) =>
        storage.transaction(tenant, (tx) => tx.contacts.list({ words: [] }, { cursor, limit: 2 }))
      for await (const items of pagesOf(list)) seen.push(...items.map(({ name }) => name.toLowerCase()))
      assert.deepEqual(seen, ['ada', 'ada', 'bob', 'élodie', 'eloise', 'zoé'])
      const broken = storage.transaction(tenant, (tx) =>
        tx.contacts.list({ words: [] }, { cursor: 'x', limit: 2 }),
      )
      await assert.rejects(broken, withCode('invalid-input'))
    },
  },
  {
    name: 'contacts that share a word exactly are found, and those of another tenant never',
    async run(open) {
      const [storage, tenant, foreign] = [await open(), newTenant(), newTenant()]
      const named = (address: string) => sampleContact('Ada Lovelace', address)
      const [one, other] = [named('ada@one.example'), named('ada@two.example')]
      await insert(storage, tenant, one, other, sampleContact('Ada Lovelacer', 'c@x'))
      await insert(storage, foreign, named('ada@one.example'))
      const shared = await storage.transaction(tenant, (tx) => tx.contacts.sharing(['=ada lovelace'], 10))
      assert.deepEqual(shared.map(({ id }) => id).sort(), [one.id, other.id].sort())
      assert.ok(contactWords(one).includes('=ada lovelace'))
      assert.deepEqual(await storage.transaction(tenant, (tx) => tx.contacts.sharing([], 10)), [])
      assert.equal((await search(storage, foreign, 'ada')).length, 1)
    },
  },
  {
    name: 'a merged contact’s id leads to where it was merged, through a chain, until that is undone',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const [a, b, c] = ['a', 'b', 'c'].map((name) => sampleContact(name, `${name}@example.org`))
      assert.ok(a && b && c)
      await insert(storage, tenant, a, b, c)
      const [first, second] = [sampleMerge(a, b), sampleMerge(b, c, { at: minute(2) })]
      await storage.transaction(tenant, async (tx) => {
        await tx.contactMerges.insert(first)
        await tx.contactMerges.insert(second)
      })
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.contacts.get(a.id), c)
        assert.deepEqual(await tx.contacts.getForUpdate([c.id, a.id, randomUUID()]), [c, c])
        assert.deepEqual(await tx.contactMerges.get(first.id), first)
        assert.equal(await tx.contactMerges.get(randomUUID()), null)
        assert.deepEqual(await tx.contactMerges.into([b.id, c.id]), [second, first])
        const { items } = await tx.contacts.list({ words: [] }, { cursor: null, limit: 5 })
        assert.deepEqual(items, [c])
      })
      const again = storage.transaction(tenant, (tx) => tx.contactMerges.insert(sampleMerge(a, c)))
      await assert.rejects(again, withCode('conflict'))
      await storage.transaction(tenant, async (tx) => {
        await tx.contactMerges.undo(first.id, minute(3))
        assert.deepEqual(await tx.contacts.get(a.id), a)
        assert.deepEqual(await tx.contactMerges.into([b.id]), [])
        assert.deepEqual((await tx.contactMerges.get(first.id))?.undoneAt, minute(3))
      })
    },
  },
  {
    name: 'conversations are handed over to another contact, all or some, with a name or as they are',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant } = office
      const [from, to] = [randomUUID(), randomUUID()]
      const own = { contactId: from, contactName: 'Ada' }
      const one = await openConversation(storage, office, own)
      const two = await openConversation(storage, office, own)
      const other = await openConversation(storage, office, { contactId: to, contactName: 'Zoe' })
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.conversations.handOver({ from, to, name: '', ids: [one.id, other.id] }), [
          one.id,
        ])
        assert.deepEqual(await tx.conversations.get(one.id), { ...one, contactId: to, version: 2 })
        const named = await tx.conversations.handOver({ from: to, to, name: 'Zoe' })
        assert.deepEqual(named, [one.id])
        assert.equal((await tx.conversations.get(one.id))?.contactName, 'Zoe')
        assert.deepEqual(await tx.conversations.handOver({ from, to, name: 'Zoe' }), [two.id])
        assert.equal((await tx.conversations.get(other.id))?.version, 1)
      })
    },
  },
  {
    name: 'while a contact is held, nobody threads a message of it',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      await insert(storage, tenant, zoe, ada)
      const [isHeld, isDone] = [createGate(), createGate()]
      const log: string[] = []
      await Promise.all([
        storage.transaction(tenant, async (tx) => {
          await tx.contacts.getForUpdate([ada.id, zoe.id])
          isHeld.open()
          await isDone.wait(100)
          log.push('held')
          await tx.contacts.moveAddresses(ada.addresses, { from: ada.id, to: zoe.id })
          await tx.contactMerges.insert(sampleMerge(ada, zoe))
        }),
        isHeld.wait(5000).then(() =>
          storage.transaction(tenant, async (tx) => {
            const found = await tx.contacts.resolve([sampleCandidate('+33612345678', 'Ada')])
            isDone.open()
            log.push(found.get('+33612345678')?.id ?? 'nobody')
          }),
        ),
      ])
      assert.deepEqual(log, ['held', zoe.id])
    },
  },
  {
    name: 'an address that is taken from its contact while a message comes leads to a contact again',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const contact = sampleContact('Ada', 'ada@example.org', 'lovelace@example.org')
      await insert(storage, tenant, contact)
      const candidate = sampleCandidate('ada@example.org', 'Ada')
      const [isReleased, isDone] = [createGate(), createGate()]
      const [, found] = await Promise.all([
        storage.transaction(tenant, async (tx) => {
          await tx.contacts.getForUpdate([contact.id])
          await tx.contacts.release(contact.id, 'ada@example.org')
          isReleased.open()
          await isDone.wait(100)
        }),
        isReleased
          .wait(5000)
          .then(() => storage.transaction(tenant, (tx) => tx.contacts.resolve([candidate]))),
      ])
      assert.equal(found.get('ada@example.org')?.id, candidate.id)
    },
  },
]
