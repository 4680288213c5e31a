import type { Contact, ContactCandidate } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, lookUp, sortedBy } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'
import { indexContacts, insertContacts } from './contact-index.ts'
import { contactsById } from './select-contacts.ts'

const claimColumns = columnsOf<keyof AddressOwner>({ address: 'text', contactId: 'text' })
const pairColumns = columnsOf({ address: 'text', other: 'text' })
const nameColumns = columnsOf({ id: 'text', name: 'text' })

interface AddressOwner {
  readonly address: string
  readonly contactId: string
}

/** See `ContactRecords.resolve`. A batch whose people have one address each costs nothing for the others. */
export async function resolveContacts(
  session: Session,
  people: readonly ContactCandidate[],
): Promise<ReadonlyMap<string, Contact>> {
  if (people.length === 0) return new Map()
  const wanted = people.flatMap(({ id, addressKey, also = [] }) =>
    [addressKey, ...also].map((address) => ({ address, contactId: id })),
  )
  const { owners, claimed } = await claimAndLock(session, onePerAddress(wanted))
  const before = new Map([...owners].filter(([address]) => !claimed.has(address)))
  const { placed, pairs } = place(people, before)
  const misplaced = [...placed].filter(([address, id]) => owners.get(address) !== id)
  await giveAddresses(
    session,
    misplaced.map(([address, contactId]) => ({ address, contactId })),
  )
  await notePairs(session, pairs)
  const after = new Map([...owners, ...placed])
  const known = new Set(before.values())
  const created = new Set([...placed.values()].filter((id) => !known.has(id)))
  await insertContacts(session, newContacts(people, created, after))
  const found = await contactsById(session, [...new Set(after.values())])
  const gained = [...placed.values()].filter((id) => !created.has(id))
  const named = await nameContacts(session, people, { found, after })
  await indexContacts(
    session,
    [...new Set([...gained, ...named.keys()])].flatMap((id) => named.get(id) ?? found.get(id) ?? []),
  )
  return new Map(
    [...after].flatMap(([address, id]) => {
      const contact = named.get(id) ?? found.get(id)
      return contact ? [[address, contact] as const] : []
    }),
  )
}

/** In one order for everybody, so that two transactions cannot lock crosswise. */
function onePerAddress(wanted: readonly AddressOwner[]): readonly AddressOwner[] {
  const byAddress = new Map<string, AddressOwner>()
  for (const one of wanted) if (!byAddress.has(one.address)) byAddress.set(one.address, one)
  return sortedBy([...byAddress.values()], ({ address }) => address)
}

interface Claims {
  /** Of every address. */
  readonly owners: ReadonlyMap<string, string>
  /** Those that were free. */
  readonly claimed: ReadonlySet<string>
}

/**
 * Claims the addresses that are free and locks all until the transaction ends. One that somebody takes from its contact
 * just now is neither free nor there: it is claimed once that is done.
 */
async function claimAndLock(session: Session, wanted: readonly AddressOwner[]): Promise<Claims> {
  const owners = new Map<string, string>()
  const claimed = new Set<string>()
  let missing = wanted
  while (missing.length > 0) {
    for (const address of await claimAddresses(session, missing)) claimed.add(address)
    for (const { address, contactId } of await lockAddresses(session, missing)) owners.set(address, contactId)
    missing = missing.filter(({ address }) => !owners.has(address))
  }
  return { owners, claimed }
}

/** Returns those that were free; waits for whoever is claiming one of them just now. */
export async function claimAddresses(
  { tenant, db }: Session,
  wanted: readonly AddressOwner[],
): Promise<readonly string[]> {
  const claimed = await rowsOf(
    db(),
    sql<{ address: string }>`insert into guichet.contact_addresses (tenant_id, address, contact_id)
      select ${tenant}, r.address, r."contactId" from ${claimColumns.recordset(wanted)}
      on conflict on constraint contact_addresses_once do nothing returning address`,
  )
  return claimed.map(({ address }) => address)
}

/** Until the transaction ends, nobody else threads a message of these people. */
export function lockAddresses(
  { tenant, db }: Session,
  wanted: readonly Pick<AddressOwner, 'address'>[],
): Promise<readonly AddressOwner[]> {
  const addresses = wanted.map(({ address }) => address)
  const own = sql`select * from guichet.contact_addresses t
    where t.tenant_id = ${tenant} and t.address = wanted.value for update`
  return rowsOf(
    db(),
    sql<AddressOwner>`select t.address, t.contact_id as "contactId" from ${lookUp(addresses, own)}`,
  )
}

interface Placement {
  /** Whose the addresses become that nobody had. */
  readonly placed: ReadonlyMap<string, string>
  readonly pairs: readonly { readonly address: string; readonly other: string }[]
}

/** One candidate after the other: its first address that is known decides, and the free ones join it. */
function place(people: readonly ContactCandidate[], before: ReadonlyMap<string, string>): Placement {
  const placed = new Map<string, string>()
  const pairs: { address: string; other: string }[] = []
  for (const { id, addressKey, also = [] } of people) {
    const keys = [addressKey, ...also]
    const ownerOf = (key: string): string | undefined => before.get(key) ?? placed.get(key)
    const owner = keys.map(ownerOf).find((known) => known !== undefined) ?? id
    for (const key of keys) if (ownerOf(key) === undefined) placed.set(key, owner)
    const others = also.filter((key) => ownerOf(key) !== ownerOf(addressKey))
    pairs.push(...others.map((other) => ({ address: addressKey, other })))
  }
  return { placed, pairs }
}

/** Nearly always there is nothing to do: an address was claimed for a contact that another one turned out to be. */
async function giveAddresses({ tenant, db }: Session, given: readonly AddressOwner[]): Promise<void> {
  if (given.length === 0) return
  await rowsOf(
    db(),
    sql`update guichet.contact_addresses t set contact_id = r."contactId" from ${claimColumns.recordset(given)}
      where t.tenant_id = ${tenant} and t.address = r.address`,
  )
}

async function notePairs({ tenant, db }: Session, pairs: Placement['pairs']): Promise<void> {
  if (pairs.length === 0) return
  await rowsOf(
    db(),
    sql`insert into guichet.contact_pairs (tenant_id, address, other)
      select ${tenant}, r.address, r.other
      from ${pairColumns.recordset(sortedBy(pairs, ({ address, other }) => `${address} ${other}`))}
      on conflict do nothing`,
  )
}

function newContacts(
  people: readonly ContactCandidate[],
  created: ReadonlySet<string>,
  owners: ReadonlyMap<string, string>,
): readonly Contact[] {
  if (created.size === 0) return []
  const addresses = Map.groupBy(owners.keys(), (address) => owners.get(address))
  const names = firstNames(people, owners)
  return people
    .filter(({ id }) => created.has(id))
    .map(({ id, createdAt }) => ({
      ...{ id, createdAt, name: names.get(id) ?? '' },
      addresses: (addresses.get(id) ?? []).toSorted(),
    }))
}

/** The first name that is not empty, by contact. */
function firstNames(
  people: readonly ContactCandidate[],
  owners: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { addressKey, name } of people) {
    const id = owners.get(addressKey)
    if (id !== undefined && name !== '' && !names.has(id)) names.set(id, name)
  }
  return names
}

interface Naming {
  readonly found: ReadonlyMap<string, Contact>
  readonly after: ReadonlyMap<string, string>
}

/** Gives contacts without a name the one their candidate has; nearly always there is nothing to do. */
async function nameContacts(
  { tenant, db }: Session,
  people: readonly ContactCandidate[],
  { found, after }: Naming,
): Promise<ReadonlyMap<string, Contact>> {
  const wanted = [...firstNames(people, after)]
    .filter(([id]) => found.get(id)?.name === '')
    .map(([id, name]) => ({ id, name }))
  if (wanted.length === 0) return new Map()
  const updated = await rowsOf(
    db(),
    sql<{ id: string; name: string }>`update guichet.contacts t set name = r.name
      from ${nameColumns.recordset(sortedBy(wanted, ({ id }) => id))}
      where t.tenant_id = ${tenant} and t.id = r.id and t.name = '' returning t.id, t.name`,
  )
  return new Map(
    updated.flatMap(({ id, name }) => {
      const contact = found.get(id)
      return contact ? [[id, { ...contact, name }] as const] : []
    }),
  )
}
