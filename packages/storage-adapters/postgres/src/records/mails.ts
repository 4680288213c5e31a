import type { DeliveryState, Mail, MailRecords, NewMail } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, texts } from '../columns.ts'
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
    },
    async get(id) {
      const row = await firstRow(db(), selectMails(session, sql`o.message_id = ${id}`))
      return row && mailOf(row)
    },
    async list({ state }, page) {
      const from = readCursor('mails', page.cursor)
      const after = from ? sql`and (o.created_at, o.message_id) < (${from.at}, ${from.id})` : sql``
      const inState = state === undefined ? sql`` : sql`and o.state = ${state}`
      const rows = await rowsOf(
        db(),
        sql<MailRow>`${selectMails(session, sql`true ${inState} ${after}`)}
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
