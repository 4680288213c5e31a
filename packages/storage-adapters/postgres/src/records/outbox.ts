import type { ConfirmedSend, OutboxEntry, OutboxRecords, SendLimit } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, texts } from '../columns.ts'
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
  dueAt: 'timestamptz',
  isScheduled: 'boolean',
  cancelIfAnswered: 'boolean',
  undo: 'jsonb',
  uncertainSince: 'timestamptz',
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
    findByIdempotencyKey: (key) => firstRow(db(), sql<OutboxEntry>`${select} and t.idempotency_key = ${key}`),
    async begin(messageId, leaseMs, limits = []) {
      // Time is the database's: workers whose clocks differ agree on what ran out.
      const expired = await rowsOf(
        db(),
        sql`update guichet.outbox set state = 'unknown', error = ${interrupted}, sending_until = null,
            uncertain_since = clock_timestamp()
          where tenant_id = ${tenant} and message_id = ${messageId} and state = 'sending'
            and sending_until <= clock_timestamp() returning message_id`,
      )
      if (expired.length > 0) return null
      const begun = await firstRow(
        db(),
        sql<OutboxEntry>`update guichet.outbox t set state = 'sending', fence = fence + 1,
            attempts = attempts + 1, next_attempt_at = null,
            sending_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
          where tenant_id = ${tenant} and message_id = ${messageId} and state = 'ready'
            and (next_attempt_at is null or next_attempt_at <= clock_timestamp())
          returning ${columns.selected}`,
      )
      if (begun === null) return null
      const limit = await takePart(session, limits)
      if (limit === null) return begun
      await rowsOf(
        db(),
        sql`update guichet.outbox set state = 'ready', attempts = attempts - 1, sending_until = null,
            error = ${limit.sentence}, next_attempt_at = ${endOfWindow(limit)}
          where tenant_id = ${tenant} and message_id = ${messageId}`,
      )
      return null
    },
    async settle(messageId, fence, { state, error, providerId, nextAttemptAt }) {
      const settled = await rowsOf(
        db(),
        sql`update guichet.outbox set state = ${state}, error = ${error}, provider_id = ${providerId},
            next_attempt_at = ${nextAttemptAt}, sending_until = null,
            uncertain_since = case when ${state} = 'unknown' then clock_timestamp() else uncertain_since end
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

/** Counts a message under every limit, or under none and returns the one that is reached. */
async function takePart({ tenant, db }: Session, limits: readonly SendLimit[]): Promise<SendLimit | null> {
  for (const [index, limit] of limits.entries()) {
    const counted = await firstRow(
      db(),
      sql`insert into guichet.send_counts as known (tenant_id, scope, window_start, count)
        values (${tenant}, ${limit.scope}, ${startOfWindow(limit)}, 1)
        on conflict (tenant_id, scope) do update set window_start = excluded.window_start,
          count = case when known.window_start = excluded.window_start then known.count + 1 else 1 end
        where known.window_start < excluded.window_start or known.count < ${limit.most}
        returning count`,
    )
    if (counted !== null) continue
    const taken = texts(limits.slice(0, index).map(({ scope }) => scope))
    await rowsOf(
      db(),
      sql`update guichet.send_counts set count = count - 1
        where tenant_id = ${tenant} and scope in (select jsonb_array_elements_text(${taken}))`,
    )
    return limit
  }
  return null
}

/** On the database's clock, as all workers count together. */
function startOfWindow({ windowMs }: SendLimit): RawBuilder<unknown> {
  const seconds = windowMs / 1000
  return sql`to_timestamp(floor(extract(epoch from clock_timestamp()) / ${seconds}::float8) * ${seconds}::float8)`
}

function endOfWindow(limit: SendLimit): RawBuilder<unknown> {
  return sql`${startOfWindow(limit)} + ${limit.windowMs} * interval '1 millisecond'`
}
