import type { Contact } from '../../model/contact.ts'
import { contactWords, sortName } from '../../model/contact-words.ts'
import type { ContactCandidate, ContactRecords } from '../../ports/contact-records.ts'
import { contactMergesInForce } from './contact-merges.ts'
import { type ListOrder, pageOf } from './page-of.ts'
import { existingRow, innerMap, insertRow, type MemoryContext } from './tables.ts'

const byName: ListOrder<Contact> = {
  list: 'contacts',
  direction: 'ascending',
  key: (contact) => [sortName(contact), contact.id],
}

export function memoryContacts(context: MemoryContext): ContactRecords {
  const book = addressBook(context)

  return {
    async resolve(people) {
      const keys = people.flatMap(book.resolve)
      return new Map(
        keys.flatMap((key) => {
          const contact = book.contactOf(key)
          return contact === undefined ? [] : [[key, structuredClone(contact)] as const]
        }),
      )
    },
    async get(id) {
      return structuredClone(book.live(id) ?? null)
    },
    async getForUpdate(ids) {
      return structuredClone(ids.flatMap((id) => book.live(id) ?? []))
    },
    async list({ words }, page) {
      const matching = book.all().filter((contact) => {
        const own = contactWords(contact)
        return words.every((word) => own.some((one) => one.startsWith(word)))
      })
      return pageOf(matching, page, byName)
    },
    async sharing(words, limit) {
      const found = book.all().filter((contact) => contactWords(contact).some((word) => words.includes(word)))
      return structuredClone(found.slice(0, limit))
    },
    async pairs(addresses) {
      const known = [...context.tables().addressPairs].flatMap(([address, others]) =>
        [...others.keys()].flatMap((other) => [
          { address, other },
          { address: other, other: address },
        ]),
      )
      return known
        .filter(({ address }) => addresses.includes(address))
        .flatMap((pair) => {
          const otherId = book.contactOf(pair.other)?.id
          return otherId === undefined ? [] : [{ ...pair, otherId }]
        })
        .slice(0, 100)
    },
    async insert(contact) {
      book.create({ ...contact, addresses: [] })
      return book.claim(contact.id, contact.addresses)
    },
    async rename(id, name) {
      book.change(id, { name })
    },
    claim: async (id, addresses) => book.claim(id, addresses),
    async release(id, address) {
      if (context.tables().contactOfAddress.get(address) === id) book.release(id, address)
    },
    async moveAddresses(addresses, { from, to }) {
      for (const address of addresses) {
        if (context.tables().contactOfAddress.get(address) !== from) continue
        book.release(from, address)
        book.claim(to, [address])
      }
    },
  }
}

/** Who has which address, kept on both sides. */
function addressBook(context: MemoryContext) {
  const { journal } = context

  function change(id: string, changes: Partial<Contact>): void {
    const { contacts } = context.tables()
    journal.set(contacts, id, { ...existingRow(contacts, id, 'contact'), ...changes })
  }

  function create(contact: Contact): void {
    insertRow(context, context.tables().contacts, { key: contact.id, value: contact, name: 'contact' })
  }

  function claim(id: string, addresses: readonly string[]): ReadonlyMap<string, string> {
    const { contacts, contactOfAddress } = context.tables()
    const free = addresses.filter((address) => !contactOfAddress.has(address))
    const had = existingRow(contacts, id, 'contact').addresses
    change(id, { addresses: [...new Set([...had, ...free])].sort() })
    for (const address of free) journal.set(contactOfAddress, address, id)
    return new Map(addresses.map((address) => [address, contactOfAddress.get(address) ?? id]))
  }

  function release(id: string, address: string): void {
    const { contacts, contactOfAddress } = context.tables()
    const left = existingRow(contacts, id, 'contact').addresses.filter((one) => one !== address)
    change(id, { addresses: left })
    journal.delete(contactOfAddress, address)
  }

  function contactOf(address: string): Contact | undefined {
    const { contacts, contactOfAddress } = context.tables()
    return contacts.get(contactOfAddress.get(address) ?? '')
  }

  function resolve({ id, addressKey, also = [], name, createdAt }: ContactCandidate): readonly string[] {
    const keys = [addressKey, ...also]
    const known = keys.map(contactOf).find((contact) => contact !== undefined)
    if (known === undefined) create({ id, name, createdAt, addresses: [] })
    const owners = claim(known?.id ?? id, keys)
    const decided = owners.get(addressKey)
    for (const key of also) {
      if (owners.get(key) === decided) continue
      journal.set(innerMap(context.tables().addressPairs, addressKey), key, true)
    }
    if (known?.name === '' && name !== '') change(known.id, { name })
    return keys
  }

  function merged(): ReadonlyMap<string, string> {
    return new Map(contactMergesInForce(context).map(({ fromId, intoId }) => [fromId, intoId]))
  }

  function live(id: string): Contact | undefined {
    const next = merged()
    let place = id
    // A chain is never longer than there are links in it.
    for (let steps = 0; steps < next.size; steps += 1) place = next.get(place) ?? place
    return context.tables().contacts.get(place)
  }

  function all(): readonly Contact[] {
    const gone = merged()
    return [...context.tables().contacts.values()].filter(({ id }) => !gone.has(id))
  }

  return { change, create, claim, release, contactOf, resolve, live, all }
}
