import type { ConfirmedSend, EndedSend, OutboxEntry, OutboxRecords, OutboxSettlement } from '@guichet/core'
import { sql } from 'kysely'
import { anyOf, columnsOf, texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'
import { keepToLimits } from './send-limits.ts'

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
  dueAt: 'timestamptz',
  isScheduled: 'boolean',
  cancelIfAnswered: 'boolean',
  undo: 'jsonb',
  uncertainSince: 'timestamptz',
})

const settledColumns = columnsOf<keyof OutboxSettlement>({
  messageId: 'text',
  fence: 'bigint',
  state: 'text',
  error: 'text',
  providerId: 'text',
  nextAttemptAt: 'timestamptz',
})

const confirmedColumns = columnsOf<keyof ConfirmedSend>({ messageId: 'text', providerId: 'text' })

const interrupted = 'the sending was interrupted: it may have been sent'

export function outboxRecords(session: Session): OutboxRecords {
  const { tenant, db } = session
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
    find: (messageIds) => rowsOf(db(), sql<OutboxEntry>`${select} and t.message_id = ${anyOf(messageIds)}`),
    findByIdempotencyKey: (key) => firstRow(db(), sql<OutboxEntry>`${select} and t.idempotency_key = ${key}`),
    async begin(messageIds, leaseMs, limitsOf = () => []) {
      if (messageIds.length === 0) return []
      // Time is the database's: workers whose clocks differ agree on what ran out.
      const begun = await rowsOf(
        db(),
        sql<OutboxEntry>`update guichet.outbox t set
            state = case state when 'ready' then 'sending' else 'unknown' end,
            fence = case state when 'ready' then fence + 1 else fence end,
            attempts = case state when 'ready' then attempts + 1 else attempts end,
            error = case state when 'ready' then error else ${interrupted} end,
            next_attempt_at = null,
            sending_until = case state when 'ready' then clock_timestamp() + ${leaseMs} * interval '1 millisecond' end,
            uncertain_since = case state when 'ready' then uncertain_since else clock_timestamp() end
          where tenant_id = ${tenant} and message_id = ${anyOf(messageIds)}
            and (state = 'ready' and (next_attempt_at is null or next_attempt_at <= clock_timestamp())
              or state = 'sending' and sending_until <= clock_timestamp())
          returning ${columns.selected}`,
      )
      return keepToLimits(
        session,
        begun.filter(({ state }) => state === 'sending'),
        limitsOf,
      )
    },
    async settle(settlements) {
      if (settlements.length === 0) return []
      return rowsOf(
        db(),
        sql<EndedSend>`update guichet.outbox t set state = r.state, error = r.error, provider_id = r."providerId",
            next_attempt_at = r."nextAttemptAt", sending_until = null,
            uncertain_since = case when r.state = 'unknown' then clock_timestamp() else uncertain_since end
          from ${settledColumns.recordset(settlements)}
          where t.tenant_id = ${tenant} and t.message_id = r."messageId" and t.fence = r.fence
            and t.state = 'sending'
          returning t.message_id as "messageId", t.fence::float8 as fence, (select m.conversation_id
            from guichet.messages m where m.tenant_id = ${tenant} and m.id = t.message_id) as "conversationId"`,
      )
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
            and t.state in ('ready', 'sending', 'unknown', 'cancelled')
          returning ${columns.selected}`,
      )
    },
    async change(messageId, { from, state, error, nextAttemptAt, dueAt, isScheduled }) {
      return firstRow(
        db(),
        sql<OutboxEntry>`update guichet.outbox t set state = ${state}, error = ${error}, fence = fence + 1,
            next_attempt_at = ${nextAttemptAt}, due_at = coalesce(${dueAt ?? null}, due_at),
            is_scheduled = coalesce(${isScheduled ?? null}, is_scheduled)
          where tenant_id = ${tenant} and message_id = ${messageId}
            and state in (select jsonb_array_elements_text(${texts(from)}))
          returning ${columns.selected}`,
      )
    },
    async wake(integrationId) {
      const waiting = await rowsOf(
        db(),
        sql<{ id: string }>`update guichet.outbox set next_attempt_at = clock_timestamp()
          where tenant_id = ${tenant} and integration_id = ${integrationId} and state = 'ready'
            and error is not null and next_attempt_at > clock_timestamp()
          returning message_id as id`,
      )
      return waiting.map(({ id }) => id)
    },
  }
}
