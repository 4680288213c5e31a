import type { ConfirmedSend, OutboxEntry, OutboxRecords } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof OutboxEntry>({
  messageId: 'text',
  integrationId: 'text',
  idempotencyKey: 'text',
  state: 'text',
  fence: 'bigint',
  attempts: 'integer',
  html: 'text',
  template: 'jsonb',
  error: 'text',
  providerId: 'text',
  nextAttemptAt: 'timestamptz',
  sendingUntil: 'timestamptz',
  createdAt: 'timestamptz',
})

const confirmedColumns = columnsOf<keyof ConfirmedSend>({ messageId: 'text', providerId: 'text' })

const interrupted = 'the sending was interrupted: it may have been sent'

export function outboxRecords({ tenant, db }: Session): OutboxRecords {
  const select = sql<OutboxEntry>`select ${columns.selected} from guichet.outbox t where t.tenant_id = ${tenant}`
  return {
    async insert(entry) {
      await rowsOf(
        db(),
        sql`insert into guichet.outbox (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([entry])}`,
      )
    },
    get: (messageId) => firstRow(db(), sql<OutboxEntry>`${select} and t.message_id = ${messageId}`),
    findByIdempotencyKey: (key) => firstRow(db(), sql<OutboxEntry>`${select} and t.idempotency_key = ${key}`),
    async begin(messageId, leaseMs) {
      // Time is the database's: workers whose clocks differ agree on what ran out.
      const expired = await rowsOf(
        db(),
        sql`update guichet.outbox set state = 'unknown', error = ${interrupted}, sending_until = null
          where tenant_id = ${tenant} and message_id = ${messageId} and state = 'sending'
            and sending_until <= clock_timestamp() returning message_id`,
      )
      if (expired.length > 0) return null
      return firstRow(
        db(),
        sql<OutboxEntry>`update guichet.outbox t set state = 'sending', fence = fence + 1,
            attempts = attempts + 1, next_attempt_at = null,
            sending_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
          where tenant_id = ${tenant} and message_id = ${messageId} and state = 'ready'
          returning ${columns.selected}`,
      )
    },
    async settle(messageId, fence, { state, error, providerId, nextAttemptAt }) {
      const settled = await rowsOf(
        db(),
        sql`update guichet.outbox set state = ${state}, error = ${error}, provider_id = ${providerId},
            next_attempt_at = ${nextAttemptAt}, sending_until = null
          where tenant_id = ${tenant} and message_id = ${messageId} and fence = ${fence}
            and state = 'sending' returning message_id`,
      )
      return settled.length > 0
    },
    async confirm(sends) {
      if (sends.length === 0) return []
      // One row for each message, the one that names a provider's id if there is one.
      const named = sends.toSorted(
        (one, other) => Number(one.providerId !== null) - Number(other.providerId !== null),
      )
      const rows = [...new Map(named.map((send) => [send.messageId, send])).values()]
      return rowsOf(
        db(),
        sql<OutboxEntry>`update guichet.outbox t set state = 'sent', error = null, next_attempt_at = null,
            sending_until = null, provider_id = coalesce(t.provider_id, r."providerId")
          from ${confirmedColumns.recordset(rows)}
          where t.tenant_id = ${tenant} and t.message_id = r."messageId"
            and t.state in ('ready', 'sending', 'unknown')
          returning ${columns.selected}`,
      )
    },
  }
}
