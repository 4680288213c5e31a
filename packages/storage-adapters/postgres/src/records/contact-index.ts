import { type Contact, contactWords, sortName } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, sortedBy } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'
import { contactsById } from './select-contacts.ts'

const rowColumns = columnsOf({
  id: 'text',
  name: 'text',
  createdAt: 'timestamptz',
  sortName: 'text',
  words: 'jsonb',
})
const wordColumns = columnsOf({ word: 'text', contactId: 'text' })

/** Inserts contacts, without their addresses, with the words they are found by. */
export async function insertContacts({ tenant, db }: Session, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return
  await rowsOf(
    db(),
    sql`with r as materialized (select * from ${rowColumns.recordset(contacts.map(indexed))}),
      made as (
        insert into guichet.contacts (tenant_id, id, name, created_at, sort_name, is_indexed)
        select ${tenant}, r.id, r.name, r."createdAt", r."sortName", true from r
        on conflict (tenant_id, id) do nothing)
      insert into guichet.contact_words (tenant_id, word, contact_id)
      select ${tenant}, w.word, r.id from r, jsonb_array_elements_text(r.words) as w(word)
      on conflict do nothing`,
  )
}

/** Brings the words of contacts up to date that only gained some. */
export async function indexContacts({ tenant, db }: Session, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return
  const rows = sortedBy(contacts, ({ id }) => id).map(indexed)
  await rowsOf(
    db(),
    sql`with r as materialized (select * from ${rowColumns.recordset(rows)}),
      changed as (
        update guichet.contacts t set sort_name = r."sortName", is_indexed = true from r
        where t.tenant_id = ${tenant} and t.id = r.id)
      insert into guichet.contact_words (tenant_id, word, contact_id)
      select ${tenant}, w.word, r.id from r, jsonb_array_elements_text(r.words) as w(word)
      on conflict do nothing`,
  )
}

/** Runs a change of contacts and brings their words up to date, also those that go. */
export async function reindexing<Result>(
  session: Session,
  ids: readonly string[],
  change: () => Promise<Result>,
): Promise<Result> {
  const before = await contactsById(session, ids)
  const result = await change()
  const after = await contactsById(session, ids)
  const gone = [...before.values()].flatMap((contact) => {
    const kept = new Set(contactWords(after.get(contact.id) ?? { name: '', addresses: [] }))
    const words = contactWords(contact).filter((word) => !kept.has(word))
    return words.map((word) => ({ word, contactId: contact.id }))
  })
  await forget(session, gone)
  await indexContacts(session, [...after.values()])
  return result
}

async function forget({ tenant, db }: Session, gone: readonly object[]): Promise<void> {
  if (gone.length === 0) return
  await rowsOf(
    db(),
    sql`delete from guichet.contact_words t using ${wordColumns.recordset(gone)}
      where t.tenant_id = ${tenant} and t.word = r.word and t.contact_id = r."contactId"`,
  )
}

/** How many contacts get their words with one statement. */
const indexAtOnce = 500

/** Gives words to contacts that were stored before there were any. */
export async function indexMissing(session: Session): Promise<void> {
  for (;;) {
    const rows = await rowsOf(
      session.db(),
      sql<{ id: string }>`select id from guichet.contacts
        where tenant_id = ${session.tenant} and not is_indexed limit ${indexAtOnce}`,
    )
    if (rows.length === 0) return
    const contacts = await contactsById(
      session,
      rows.map(({ id }) => id),
    )
    await indexContacts(session, [...contacts.values()])
  }
}

function indexed(contact: Contact): object {
  const { id, name, createdAt } = contact
  return { id, name, createdAt, sortName: sortName(contact), words: contactWords(contact) }
}
