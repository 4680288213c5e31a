import {
  type ArrivalRecords,
  arrivalStates,
  type MessageArrival,
  type SendOnRecord,
  type SentMessage,
} from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, lookUp, sortedBy } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof MessageArrival>({
  messageId: 'text',
  recipient: 'text',
  state: 'text',
  kind: 'text',
  status: 'text',
  reason: 'text',
  at: 'timestamptz',
  reportId: 'text',
})
const sentColumns = columnsOf<keyof SentMessage>({
  id: 'text',
  mailId: 'text',
  conversationId: 'text',
  integrationId: 'text',
  to: 'jsonb',
  cc: 'jsonb',
  receivedAt: 'timestamptz',
})

/** A message, or a mail of the host application, called m: the columns of `SentMessage`. */
const ofMessage = sql`m.id, m.mail_id, m.conversation_id, m.integration_id, m."to",
  m.cc || coalesce(m.bcc, '[]') as cc, m.received_at`
const ofMail = sql`m.id, m.mail_id, null::text as conversation_id, null::text as integration_id, m."to",
  m.cc || m.bcc as cc, m.created_at as received_at`

/** The order of `supersedes`, so that of two reports at once the stronger stays. */
const order = sql.lit(`{${arrivalStates.join(',')}}`)

export function arrivalRecords({ tenant, db }: Session): ArrivalRecords {
  return {
    async findSent(mailIds) {
      if (mailIds.length === 0) return []
      const message = sql`select ${ofMessage} from guichet.messages m where m.tenant_id = ${tenant}
        and m.direction = 'outbound' and m.mail_id = wanted.value`
      const mail = sql`select ${ofMail} from guichet.mails m where m.tenant_id = ${tenant}
        and m.mail_id = wanted.value`
      const either = lookUp(mailIds, sql`${message} union all ${mail}`)
      return rowsOf(db(), sql<SentMessage>`select ${sentColumns.selected} from ${either}`)
    },
    async findSends(integrationId, { messageIds, providerIds }) {
      if (messageIds.length + providerIds.length === 0) return []
      const message = sql`select ${ofMessage}, o.provider_id from guichet.outbox o
        join guichet.messages m on m.tenant_id = ${tenant} and m.id = o.message_id where o.tenant_id = ${tenant}`
      const mail = sql`select ${ofMail}, o.provider_id from guichet.outbox o
        join guichet.mails m on m.tenant_id = ${tenant} and m.id = o.message_id where o.tenant_id = ${tenant}`
      const sources =
        integrationId === null ? [message, mail] : [sql`${message} and o.integration_id = ${integrationId}`]
      // Joined for each id apart: together, the planner may read every message there is.
      const lookUps = sources.flatMap((source) => [
        lookUp(messageIds, sql`${source} and o.message_id = wanted.value`),
        lookUp(providerIds, sql`${source} and o.provider_id = wanted.value`),
      ])
      const selected = lookUps.map(
        (found) => sql`select ${sentColumns.selected}, t.provider_id as "providerId" from ${found}`,
      )
      const found = await rowsOf(db(), sql<SendOnRecord>`${sql.join(selected, sql` union all `)}`)
      return [...new Map(found.map((sent) => [sent.id, sent])).values()]
    },
    async record(arrivals) {
      if (arrivals.length === 0) return []
      const changed: MessageArrival[] = []
      // One by one and in everybody's order: a batch rarely holds more than a few reports.
      for (const arrival of sortedBy(arrivals, ({ messageId, recipient }) => `${messageId}\n${recipient}`)) {
        const rows = await rowsOf(
          db(),
          sql<{ recipient: string }>`insert into guichet.arrivals as t (tenant_id, ${columns.names})
            select ${tenant}, ${columns.values} from ${columns.recordset([arrival])}
            on conflict (tenant_id, message_id, recipient) do update set state = excluded.state,
              kind = excluded.kind, status = excluded.status, reason = excluded.reason, at = excluded.at,
              report_id = excluded.report_id
            where (array_position(${order}::text[], excluded.state), excluded.at)
              > (array_position(${order}::text[], t.state), t.at) returning t.recipient`,
        )
        if (rows.length > 0) changed.push(arrival)
      }
      return changed
    },
  }
}
