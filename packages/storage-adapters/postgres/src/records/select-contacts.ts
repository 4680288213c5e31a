import type { Contact } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { lookUp, texts } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

/** Contacts as they are, by id; an id that was merged away is not followed. */
export async function contactsById(
  { tenant, db }: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Contact>> {
  if (ids.length === 0) return new Map()
  const own = sql`select * from guichet.contacts t where t.tenant_id = ${tenant} and t.id = wanted.value`
  const contacts = await rowsOf(db(), selectContacts(tenant, lookUp(ids, own)))
  return new Map(contacts.map((contact) => [contact.id, contact]))
}

/** Reads contacts with their addresses from rows of the table, called t. */
export function selectContacts(tenant: string, contacts: RawBuilder<unknown>): RawBuilder<Contact> {
  return sql`select t.id, t.name, t.created_at as "createdAt", a.addresses from ${contacts}
    cross join lateral (
      select coalesce(jsonb_agg(a.address order by a.address), ${texts([])}) as addresses
      from guichet.contact_addresses a where a.tenant_id = ${tenant} and a.contact_id = t.id) a`
}
