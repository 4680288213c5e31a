import assert from 'node:assert/strict'
import type { ContactCandidate } from '../../ports/contact-records.ts'
import type { Storage } from '../../ports/storage.ts'
import type { ContractCheck } from './check.ts'
import { newTenant, sampleCandidate } from './samples.ts'

const phone = '+33612345678'
const userId = 'us.13491208655302741918'
const mail = 'ada@example.org'

/** One message of somebody who is certainly known under other addresses as well. */
function candidate(addressKey: string, also: readonly string[], name = 'Ada'): ContactCandidate {
  return { ...sampleCandidate(addressKey, name), also }
}

/** Resolves candidates in a transaction of their own; returns the contact's id by address. */
async function resolve(
  storage: Storage,
  tenant: string,
  ...people: readonly ContactCandidate[]
): Promise<(address: string) => string | undefined> {
  const contacts = await storage.transaction(tenant, (tx) => tx.contacts.resolve(people))
  return (address) => contacts.get(address)?.id
}

export const contactAliasChecks: readonly ContractCheck[] = [
  {
    name: 'somebody with several addresses is one contact, found by each of them',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const ada = candidate(phone, [userId])
      const idOf = await resolve(storage, tenant, ada)
      assert.deepEqual([idOf(phone), idOf(userId)], [ada.id, ada.id])
      const later = await resolve(storage, tenant, sampleCandidate(userId))
      assert.equal(later(userId), ada.id)
      const stored = await storage.transaction(tenant, (tx) => tx.contacts.get(ada.id))
      assert.deepEqual(stored, {
        ...{ id: ada.id, name: 'Ada', createdAt: ada.createdAt },
        addresses: [phone, userId].sort(),
      })
    },
  },
  {
    name: 'a contact that is known under one address gains the others, whichever is the known one',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const [first, second] = [sampleCandidate(phone), candidate(userId, [phone, mail])]
      await resolve(storage, tenant, first)
      const idOf = await resolve(storage, tenant, second)
      assert.deepEqual([idOf(userId), idOf(phone), idOf(mail)], [first.id, first.id, first.id])
      const stored = await storage.transaction(tenant, (tx) => tx.contacts.get(first.id))
      assert.deepEqual(stored?.addresses, [phone, mail, userId].sort())
    },
  },
  {
    name: 'addresses of two contacts stay with them: the first one decides, and the pair is noted',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const [one, other] = [sampleCandidate(phone, 'Ada'), sampleCandidate(userId, 'Countess')]
      await resolve(storage, tenant, one, other)
      const idOf = await resolve(storage, tenant, candidate(phone, [userId, mail]))
      assert.deepEqual([idOf(phone), idOf(userId), idOf(mail)], [one.id, other.id, one.id])
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.contacts.pairs([phone]), [
          { address: phone, other: userId, otherId: other.id },
        ])
        assert.deepEqual(await tx.contacts.pairs([userId]), [
          { address: userId, other: phone, otherId: one.id },
        ])
        assert.deepEqual(await tx.contacts.pairs([mail]), [])
      })
    },
  },
  {
    name: 'one batch in which several messages have some address in common is one contact',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const people = [candidate(phone, [userId], ''), candidate(mail, [userId]), sampleCandidate(mail, 'Eve')]
      const idOf = await resolve(storage, tenant, ...people)
      assert.equal(new Set([phone, userId, mail].map(idOf)).size, 1)
      const stored = await storage.transaction(tenant, (tx) => tx.contacts.get(idOf(phone) ?? ''))
      assert.deepEqual([stored?.name, stored?.addresses.length], ['Ada', 3])
    },
  },
  {
    name: 'transactions that learn of the same addresses at once, in any order, get one contact',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const pairs = Array.from({ length: 12 }, (_, n) => [`+3361234560${n}`, `us.${n}`] as const)
      const ways: readonly ((pair: readonly [string, string]) => ContactCandidate)[] = [
        ([one, other]) => candidate(one, [other]),
        ([one, other]) => candidate(other, [one]),
        ([one, other]) => candidate(one, [other]),
      ]
      const orders = ways.map((way, n) => (n === 1 ? pairs.toReversed() : pairs).map(way))
      const found = await Promise.all(orders.map((people) => resolve(storage, tenant, ...people)))
      for (const pair of pairs) {
        const ids = found.flatMap((idOf) => pair.map(idOf))
        assert.equal(new Set(ids).size, 1, pair.join(' '))
      }
    },
  },
  {
    name: 'who is known by one address only meanwhile is still one contact',
    async run(open) {
      const [storage, tenant] = [await open(), newTenant()]
      const rounds = Array.from({ length: 8 }, (_, n) => [`+3361234561${n}`, `us.1${n}`] as const)
      for (const [one, other] of rounds) {
        await Promise.all([
          resolve(storage, tenant, candidate(one, [other])),
          resolve(storage, tenant, sampleCandidate(other)),
        ])
        const idOf = await resolve(storage, tenant, sampleCandidate(one), sampleCandidate(other))
        assert.equal(idOf(one), idOf(other), one)
      }
    },
  },
]
