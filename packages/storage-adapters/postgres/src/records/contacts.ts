import { type AddressPair, type Contact, type ContactRecords, GuichetError } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { lookUp, sortedBy, texts } from '../columns.ts'
import { type NamedPlace, namedPageOf, readNamedCursor } from '../page-cursor.ts'
import { rowsOf, type Session } from '../session.ts'
import { indexMissing, insertContacts, reindexing } from './contact-index.ts'
import { claimAddresses, lockAddresses, resolveContacts } from './resolve-contacts.ts'
import { contactsById, selectContacts } from './select-contacts.ts'

const list = 'contacts'

export function contactRecords(session: Session): ContactRecords {
  const { tenant, db } = session
  return {
    ...changes(session),
    resolve: (people) => resolveContacts(session, people),
    async get(id) {
      const place = (await liveIds(session, [id])).get(id)
      return place === undefined ? null : ((await contactsById(session, [place])).get(place) ?? null)
    },
    getForUpdate: (ids) => lockContacts(session, ids),
    async list({ words }, { cursor, limit }) {
      const from = readNamedCursor(list, cursor)
      await indexMissing(session)
      const rows = await rowsOf(db(), selectPage(tenant, words, { from, count: limit + 1 }))
      const page = namedPageOf(list, limit, rows, ({ sortName, id }) => ({ name: sortName, id }))
      const contacts = await contactsById(
        session,
        page.items.map(({ id }) => id),
      )
      return { ...page, items: page.items.flatMap(({ id }) => contacts.get(id) ?? []) }
    },
    async sharing(words, limit) {
      if (words.length === 0) return []
      await indexMissing(session)
      const own = sql`select w.contact_id from guichet.contact_words w
        where w.tenant_id = ${tenant} and w.word = wanted.value`
      const found = sql`(select t.* from (select distinct t.contact_id from ${lookUp(words, own)} offset 0) w
        cross join lateral (${byId(tenant, sql`w.contact_id`)}) t
        where t.merged_into is null order by t.id limit ${limit}) t`
      return rowsOf(db(), selectContacts(tenant, found))
    },
    pairs: (addresses) =>
      rowsOf(
        db(),
        sql<AddressPair>`select p.address, p.other, a.contact_id as "otherId" from (
            select address, other from guichet.contact_pairs where tenant_id = ${tenant}
              and address in (select jsonb_array_elements_text(${texts(addresses)}))
            union select other, address from guichet.contact_pairs where tenant_id = ${tenant}
              and other in (select jsonb_array_elements_text(${texts(addresses)}))) p
          join guichet.contact_addresses a on a.tenant_id = ${tenant} and a.address = p.other limit 100`,
      ),
  }
}

type Changes = Pick<ContactRecords, 'insert' | 'rename' | 'claim' | 'release' | 'moveAddresses'>

function changes(session: Session): Changes {
  const { tenant, db } = session
  const claim = async (id: string, addresses: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const wanted = sortedBy(
      addresses.map((address) => ({ address, contactId: id })),
      ({ address }) => address,
    )
    await claimAddresses(session, wanted)
    const owners = await lockAddresses(session, wanted)
    return new Map(owners.map(({ address, contactId }) => [address, contactId]))
  }
  return {
    async insert(contact) {
      await insertContacts(session, [contact])
      return claim(contact.id, contact.addresses)
    },
    async rename(id, name) {
      const rename = sql`update guichet.contacts set name = ${name}
        where tenant_id = ${tenant} and id = ${id} returning id`
      const renamed = await reindexing(session, [id], () => rowsOf(db(), rename))
      if (renamed.length === 0) throw new GuichetError('not-found', `there is no contact ${id}`)
    },
    claim: (id, addresses) => reindexing(session, [id], () => claim(id, addresses)),
    async release(id, address) {
      const release = sql`delete from guichet.contact_addresses
        where tenant_id = ${tenant} and address = ${address} and contact_id = ${id}`
      await reindexing(session, [id], () => rowsOf(db(), release))
    },
    async moveAddresses(addresses, { from, to }) {
      const move = sql`update guichet.contact_addresses set contact_id = ${to}
        where tenant_id = ${tenant} and contact_id = ${from}
          and address in (select jsonb_array_elements_text(${texts(addresses)}))`
      await reindexing(session, [from, to], () => rowsOf(db(), move))
    },
  }
}

/**
 * A contact by its primary key, whatever else is asked of it: without statistics the planner would rather walk through
 * the whole list of names for each.
 */
function byId(tenant: string, id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select * from guichet.contacts t where t.tenant_id = ${tenant} and t.id = ${id} offset 0`
}

/** Where contacts are now, by any id they had. */
async function liveIds(
  { tenant, db }: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // "union" and not "union all": a circle, should there ever be one, ends.
  const rows = await rowsOf(
    db(),
    sql<{ id: string; place: string }>`
      with recursive chain(id, place) as (
        select wanted.value, wanted.value collate "C" from jsonb_array_elements_text(${texts(ids)}) as wanted(value)
        union
        select chain.id, c.merged_into from chain
        join guichet.contacts c on c.tenant_id = ${tenant} and c.id = chain.place
        where c.merged_into is not null)
      select chain.id, t.id as place from chain
      cross join lateral (${byId(tenant, sql`chain.place`)}) t where t.merged_into is null`,
  )
  return new Map(rows.map(({ id, place }) => [id, place]))
}

/**
 * Addresses first and contacts then, as intake does. Whoever adds an address to a contact holds another one of it, so
 * once no address is new, none can come.
 */
async function lockContacts(session: Session, ids: readonly string[]): Promise<readonly Contact[]> {
  const { tenant, db } = session
  for (let locked = ''; ; ) {
    const places = await liveIds(session, ids)
    const own = sql`select * from guichet.contact_addresses t
      where t.tenant_id = ${tenant} and t.contact_id = wanted.value`
    const rows = await rowsOf(
      db(),
      sql<{ address: string }>`select t.address from ${lookUp([...places.values()], own)}`,
    )
    const addresses = sortedBy(rows, ({ address }) => address)
    const wanted = JSON.stringify([[...places], addresses])
    if (wanted !== locked) {
      await lockAddresses(session, addresses)
      locked = wanted
      continue
    }
    const live = texts([...new Set(places.values())])
    await rowsOf(
      db(),
      sql`select from guichet.contacts where tenant_id = ${tenant}
        and id in (select jsonb_array_elements_text(${live})) order by id for no key update`,
    )
    const contacts = await contactsById(session, [...new Set(places.values())])
    return ids.flatMap((id) => contacts.get(places.get(id) ?? '') ?? [])
  }
}

interface PageRow {
  readonly id: string
  readonly sortName: string
}

function selectPage(
  tenant: string,
  words: readonly string[],
  { from, count }: { readonly from: NamedPlace | null; readonly count: number },
): RawBuilder<PageRow> {
  const after = from ? sql`and (t.sort_name, t.id) > (${from.name}, ${from.id})` : sql``
  const live = sql`t.tenant_id = ${tenant} and t.merged_into is null ${after}`
  const order = sql`order by t.sort_name, t.id limit ${count}`
  if (words.length === 0) {
    return sql`select t.id, t.sort_name as "sortName" from guichet.contacts t where ${live} ${order}`
  }
  // The words choose, whatever the planner thinks of them: its statistics are too old in a first sync.
  const matching = sql.join(
    words.map((word) => matchesOf(tenant, word)),
    sql` intersect `,
  )
  return sql`select t.id, t.sort_name as "sortName" from (${matching} offset 0) m
    cross join lateral (${byId(tenant, sql`m.contact_id`)}) t where ${live} ${order}`
}

/** A range and not "like", which row level security keeps away from the index. No text is after U+10FFFF. */
function matchesOf(tenant: string, word: string): RawBuilder<unknown> {
  return sql`select distinct w.contact_id from guichet.contact_words w
    where w.tenant_id = ${tenant} and w.word >= ${word} and w.word < ${`${word}\u{10FFFF}`}`
}
