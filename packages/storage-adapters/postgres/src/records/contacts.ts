import type { Contact, ContactCandidate, ContactRecords } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, lookUp, sortedBy, texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const candidateColumns = columnsOf<keyof ContactCandidate>({
  id: 'text',
  addressKey: 'text',
  name: 'text',
  createdAt: 'timestamptz',
})

const nameColumns = columnsOf({ id: 'text', name: 'text' })

export function contactRecords(session: Session): ContactRecords {
  const { tenant, db } = session
  return {
    async resolve(people) {
      if (people.length === 0) return new Map()
      const candidates = onePerAddress(people)
      const created = await claimAddresses(session, candidates)
      if (created.length > 0) await insertContacts(session, created)
      const owners = await lockAddresses(session, candidates)
      const ids = owners.map((owner) => owner.contactId)
      const own = sql`select * from guichet.contacts t where t.tenant_id = ${tenant} and t.id = wanted.value`
      const contacts = await rowsOf(db(), selectContacts(tenant, lookUp(ids, own)))
      const byId = new Map(contacts.map((contact) => [contact.id, contact]))
      const found = owners.flatMap(({ address, contactId }) => {
        const contact = byId.get(contactId)
        return contact ? [[address, contact] as const] : []
      })
      return nameContacts(session, candidates, new Map(found))
    },
    get: (id) => {
      const own = sql`(select * from guichet.contacts where tenant_id = ${tenant} and id = ${id}) t`
      return firstRow(db(), selectContacts(tenant, own))
    },
  }
}

interface AddressOwner {
  readonly address: string
  readonly contactId: string
}

/** The first candidate of each address, with the first name that is not empty; sorted for the locks. */
function onePerAddress(people: readonly ContactCandidate[]): readonly ContactCandidate[] {
  const byAddress = new Map<string, ContactCandidate>()
  for (const person of people) {
    const known = byAddress.get(person.addressKey)
    if (known === undefined) byAddress.set(person.addressKey, person)
    else if (known.name === '') byAddress.set(person.addressKey, { ...known, name: person.name })
  }
  return sortedBy([...byAddress.values()], (person) => person.addressKey)
}

/** Returns the candidates whose address was free; waits for whoever is claiming one of them just now. */
async function claimAddresses(
  { tenant, db }: Session,
  candidates: readonly ContactCandidate[],
): Promise<readonly ContactCandidate[]> {
  const claimed = await rowsOf(
    db(),
    sql<{ address: string }>`insert into guichet.contact_addresses (tenant_id, address, contact_id)
      select ${tenant}, r."addressKey", r.id from ${candidateColumns.recordset(candidates)}
      on conflict on constraint contact_addresses_once do nothing returning address`,
  )
  const addresses = new Set(claimed.map(({ address }) => address))
  return candidates.filter(({ addressKey }) => addresses.has(addressKey))
}

async function insertContacts(
  { tenant, db }: Session,
  candidates: readonly ContactCandidate[],
): Promise<void> {
  await rowsOf(
    db(),
    sql`insert into guichet.contacts (tenant_id, id, name, created_at)
      select ${tenant}, r.id, r.name, r."createdAt" from ${candidateColumns.recordset(candidates)}
      on conflict (tenant_id, id) do nothing`,
  )
}

/** Until the transaction ends, nobody else threads a message of these people. */
function lockAddresses(
  { tenant, db }: Session,
  candidates: readonly ContactCandidate[],
): Promise<readonly AddressOwner[]> {
  // In the order of the candidates, which is everybody's.
  const addresses = candidates.map((candidate) => candidate.addressKey)
  const own = sql`select * from guichet.contact_addresses t
    where t.tenant_id = ${tenant} and t.address = wanted.value for update`
  return rowsOf(
    db(),
    sql<AddressOwner>`select t.address, t.contact_id as "contactId" from ${lookUp(addresses, own)}`,
  )
}

/** Gives contacts without a name the one their candidate has; nearly always there is nothing to do. */
async function nameContacts(
  { tenant, db }: Session,
  candidates: readonly ContactCandidate[],
  contacts: ReadonlyMap<string, Contact>,
): Promise<ReadonlyMap<string, Contact>> {
  const named = candidates.flatMap(({ addressKey, name }) => {
    const contact = contacts.get(addressKey)
    return contact && contact.name === '' && name !== '' ? [{ id: contact.id, name }] : []
  })
  if (named.length === 0) return contacts
  const updated = await rowsOf(
    db(),
    sql<{ id: string; name: string }>`update guichet.contacts t set name = r.name
      from ${nameColumns.recordset(named)}
      where t.tenant_id = ${tenant} and t.id = r.id and t.name = '' returning t.id, t.name`,
  )
  const nameOf = new Map(updated.map(({ id, name }) => [id, name]))
  return new Map(
    Array.from(contacts, ([address, contact]) => [
      address,
      { ...contact, name: nameOf.get(contact.id) ?? contact.name },
    ]),
  )
}

function selectContacts(tenant: string, contacts: RawBuilder<unknown>): RawBuilder<Contact> {
  return sql`select t.id, t.name, t.created_at as "createdAt", a.addresses from ${contacts}
    cross join lateral (
      select coalesce(jsonb_agg(a.address order by a.address), ${texts([])}) as addresses
      from guichet.contact_addresses a where a.tenant_id = ${tenant} and a.contact_id = t.id) a`
}
