import {
  addressKey,
  type DeliveryState,
  type Mail,
  type MailFilter,
  type MailRecords,
  type NewMail,
  type PageRequest,
} from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, json, texts } from '../columns.ts'
import { pageOf, readCursor } from '../page-cursor.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'
import {
  type ArrivalRows,
  arrivalsJoined,
  arrivalsOf,
  type DeliveryRow,
  deliveryOf,
  deliverySelected,
} from './delivery.ts'

const columns = columnsOf<keyof NewMail>({
  id: 'text',
  mailId: 'text',
  from: 'jsonb',
  replyTo: 'jsonb',
  to: 'jsonb',
  cc: 'jsonb',
  bcc: 'jsonb',
  dropped: 'jsonb',
  subject: 'text',
  text: 'text',
  html: 'text',
  attachments: 'jsonb',
  priority: 'text',
  automatic: 'boolean',
  tags: 'jsonb',
  template: 'text',
  authorId: 'text',
  createdAt: 'timestamptz',
})

interface MailRow extends NewMail, DeliveryRow {
  /** It is read from the outbox. */
  readonly state: DeliveryState
  readonly arrivals: ArrivalRows
}

export function mailRecords(session: Session): MailRecords {
  const { tenant, db } = session
  return {
    async insert(mail) {
      await rowsOf(
        db(),
        sql`insert into guichet.mails (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([mail])}`,
      )
      await rowsOf(
        db(),
        sql`insert into guichet.mail_keys (tenant_id, key, mail_id, created_at)
          select ${tenant}, k.key, ${mail.id}, ${mail.createdAt}
          from jsonb_array_elements_text(${texts(keysOf(mail))}) as k(key)`,
      )
    },
    async get(id) {
      const row = await firstRow(db(), selectMails(session, sql`(select ${id}::text as id)`))
      return row && mailOf(row)
    },
    async find(ids) {
      if (ids.length === 0) return []
      const wanted = sql`(select value as id from jsonb_array_elements_text(${texts([...new Set(ids)])}))`
      const rows = await rowsOf(db(), selectMails(session, wanted))
      return rows.map(mailOf)
    },
    async leaveOut(id, { to, cc, bcc, dropped }) {
      await rowsOf(
        db(),
        sql`update guichet.mails set "to" = ${json(to)}, cc = ${json(cc)}, bcc = ${json(bcc)},
            dropped = ${json(dropped)}
          where tenant_id = ${tenant} and id = ${id}`,
      )
    },
    async list(filter, page) {
      const found = findMails(session, filter, page)
      const rows = await rowsOf(
        db(),
        sql<MailRow>`${selectMails(session, found)} order by o.created_at desc, o.message_id desc`,
      )
      return pageOf('mails', page.limit, rows.map(mailOf), ({ createdAt, id }) => ({ at: createdAt, id }))
    },
    async remove(ids) {
      if (ids.length === 0) return
      const removed = await rowsOf(
        db(),
        sql<{ id: string }>`delete from guichet.mails where tenant_id = ${tenant}
          and id in (select jsonb_array_elements_text(${texts(ids)})) returning id`,
      )
      const listed = sql`(select jsonb_array_elements_text(${texts(removed.map(({ id }) => id))}))`
      for (const table of ['outbox', 'arrivals'])
        await rowsOf(
          db(),
          sql`delete from ${sql.table(`guichet.${table}`)} where tenant_id = ${tenant} and message_id in ${listed}`,
        )
    },
  }
}

function keysOf({ tags, to, cc, bcc, dropped }: NewMail): readonly string[] {
  const addresses = [...to, ...cc, ...bcc, ...dropped].map(({ address }) => keyOfRecipient(address))
  return [...new Set([...tags.map(keyOfTag), ...addresses])]
}

const keyOfTag = (tag: string): string => `tag:${tag}`
const keyOfRecipient = (address: string): string => `to:${addressKey(address)}`

/**
 * The ids of a page and the one behind it. Whatever else is asked is looked up for each id apart: together, the planner
 * may read every mail there is.
 */
function findMails(session: Session, filter: MailFilter, page: PageRequest): RawBuilder<unknown> {
  const { tenant } = session
  const { state, tag, recipient } = filter
  const from = readCursor('mails', page.cursor)
  const [key, ...others] = [
    ...(recipient === undefined ? [] : [keyOfRecipient(recipient)]),
    ...(tag === undefined ? [] : [keyOfTag(tag)]),
  ]
  const rest = sql`${from ? sql`and (f.created_at, f.id) < (${from.at}, ${from.id})` : sql``}
    order by f.created_at desc, f.id desc limit ${page.limit + 1}`
  if (key === undefined)
    return sql`(select f.id from (select message_id as id, created_at, state from guichet.outbox
      where tenant_id = ${tenant} and integration_id is null) f
      where ${state === undefined ? sql`true` : sql`f.state = ${state}`} ${rest})`
  const also = others.map(
    (other) => sql`and (select true from guichet.mail_keys k where k.tenant_id = ${tenant}
      and k.key = ${other} and k.created_at = f.created_at and k.mail_id = f.id)`,
  )
  const inState = sql`and (select o.state from guichet.outbox o
    where o.tenant_id = ${tenant} and o.message_id = f.id) = ${state}`
  return sql`(select f.id from (select mail_id as id, created_at from guichet.mail_keys
    where tenant_id = ${tenant} and key = ${key}) f
    where true ${state === undefined ? sql`` : inState} ${sql.join(also, sql` `)} ${rest})`
}

/** Those whose ids stand in a table of one column, `id`. */
function selectMails(session: Session, ids: RawBuilder<unknown>): RawBuilder<MailRow> {
  const { tenant } = session
  return sql`select ${columns.selected}, ${deliverySelected}, a.arrivals
    from ${ids} wanted
    join guichet.outbox o on o.tenant_id = ${tenant} and o.message_id = wanted.id
    join guichet.mails t on t.tenant_id = ${tenant} and t.id = wanted.id
    ${arrivalsJoined(session, sql`true`)}`
}

function mailOf({ arrivals, ...row }: MailRow): Mail {
  const { state, attempts, error, nextAttemptAt, scheduledAt, cancelIfAnswered, ...mail } = row
  return { ...mail, ...arrivalsOf(arrivals), delivery: deliveryOf(state, row) }
}
