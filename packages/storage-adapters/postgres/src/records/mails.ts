import {
  addressKey,
  type DeliveryState,
  type Mail,
  type MailFilter,
  type MailRecords,
  type NewMail,
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
      const row = await firstRow(db(), selectMails(session, sql`o.message_id = ${id}`))
      return row && mailOf(row)
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
      const from = readCursor('mails', page.cursor)
      const after = from ? sql`(o.created_at, o.message_id) < (${from.at}, ${from.id})` : sql`true`
      const rows = await rowsOf(
        db(),
        sql<MailRow>`${selectMails(session, sql`${after} ${fits(session, filter)}`)}
          order by o.created_at desc, o.message_id desc limit ${page.limit + 1}`,
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

function fits({ tenant }: Session, { state, tag, recipient }: MailFilter): RawBuilder<unknown> {
  const inState = state === undefined ? sql`` : sql`and o.state = ${state}`
  const keys = [
    ...(tag === undefined ? [] : [keyOfTag(tag)]),
    ...(recipient === undefined ? [] : [keyOfRecipient(recipient)]),
  ]
  const keyed = keys.map(
    (key) => sql`and exists (select from guichet.mail_keys k
      where k.tenant_id = ${tenant} and k.key = ${key} and k.created_at = o.created_at and k.mail_id = o.message_id)`,
  )
  return sql`${inState} ${sql.join(keyed, sql` `)}`
}

function selectMails(session: Session, condition: RawBuilder<unknown>): RawBuilder<MailRow> {
  const { tenant } = session
  return sql`select ${columns.selected}, ${deliverySelected}, a.arrivals
    from guichet.outbox o
    join guichet.mails t on t.tenant_id = ${tenant} and t.id = o.message_id
    ${arrivalsJoined(session, sql`true`)}
    where o.tenant_id = ${tenant} and o.integration_id is null and ${condition}`
}

function mailOf({ arrivals, ...row }: MailRow): Mail {
  const { state, attempts, error, nextAttemptAt, scheduledAt, cancelIfAnswered, ...mail } = row
  return { ...mail, ...arrivalsOf(arrivals), delivery: deliveryOf(state, row) }
}
