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

/** The order of `supersedes`, so that of two reports at once the stronger stays. */
const order = sql.lit(`{${arrivalStates.join(',')}}`)

export function arrivalRecords({ tenant, db }: Session): ArrivalRecords {
  return {
    async findSent(mailIds) {
      if (mailIds.length === 0) return []
      const own = sql`select * from guichet.messages t where t.tenant_id = ${tenant}
        and t.direction = 'outbound' and t.mail_id = wanted.value`
      return rowsOf(db(), sql<SentMessage>`select ${sentColumns.selected} from ${lookUp(mailIds, own)}`)
    },
    async findSends(integrationId, { messageIds, providerIds }) {
      if (messageIds.length + providerIds.length === 0) return []
      // Joined for each id apart: together, the planner may read every message there is.
      const own = sql`select m.*, o.provider_id from guichet.outbox o
        join guichet.messages m on m.tenant_id = ${tenant} and m.id = o.message_id
        where o.tenant_id = ${tenant} and o.integration_id = ${integrationId}`
      const selected = sql`select ${sentColumns.selected}, t.provider_id as "providerId"`
      const byId = lookUp(messageIds, sql`${own} and o.message_id = wanted.value`)
      const byProvider = lookUp(providerIds, sql`${own} and o.provider_id = wanted.value`)
      const found = await rowsOf(
        db(),
        sql<SendOnRecord>`${selected} from ${byId} union all ${selected} from ${byProvider}`,
      )
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
