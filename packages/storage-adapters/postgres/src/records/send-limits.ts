import type { OutboxEntry, SendLimit } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const limitColumns = columnsOf({ scope: 'text', windowMs: 'float8' })
const countColumns = columnsOf({ scope: 'text', taken: 'integer' })
const refusedColumns = columnsOf({ messageId: 'text', error: 'text', windowMs: 'float8' })

/** Counts entries that just began under their limits; those beyond one wait, and the others are returned. */
export async function keepToLimits(
  session: Session,
  begun: readonly OutboxEntry[],
  limitsOf: (entry: OutboxEntry) => readonly SendLimit[],
): Promise<readonly OutboxEntry[]> {
  const sends = begun.map((entry) => ({ entry, limits: limitsOf(entry) }))
  const limits = new Map(sends.flatMap((send) => send.limits.map((limit) => [limit.scope, limit])))
  if (limits.size === 0) return begun
  const counts = await lockCounts(session, [...limits.values()])
  const taken = new Map<string, number>()
  const refused: { readonly entry: OutboxEntry; readonly limit: SendLimit }[] = []
  for (const send of sends) {
    const countOf = ({ scope }: SendLimit) => (counts.get(scope) ?? 0) + (taken.get(scope) ?? 0)
    const limit = send.limits.find((one) => countOf(one) >= one.most)
    if (limit !== undefined) refused.push({ entry: send.entry, limit })
    else for (const { scope } of send.limits) taken.set(scope, (taken.get(scope) ?? 0) + 1)
  }
  await addCounts(session, taken)
  await letWait(session, refused)
  const waiting = new Set(refused.map(({ entry }) => entry))
  return begun.filter((entry) => !waiting.has(entry))
}

/** How many began under each limit in its present window; nobody else counts there before this transaction ends. */
async function lockCounts(
  { tenant, db }: Session,
  limits: readonly SendLimit[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf(
    db(),
    sql<{
      scope: string
      count: number
    }>`insert into guichet.send_counts as known (tenant_id, scope, window_start, count)
      select ${tenant}, r.scope, ${startOfWindow}, 0 from ${limitColumns.recordset(limits)} order by r.scope
      on conflict (tenant_id, scope) do update set window_start = greatest(known.window_start, excluded.window_start),
        count = case when known.window_start < excluded.window_start then 0 else known.count end
      returning scope, count`,
  )
  return new Map(rows.map(({ scope, count }) => [scope, count]))
}

async function addCounts({ tenant, db }: Session, taken: ReadonlyMap<string, number>): Promise<void> {
  if (taken.size === 0) return
  const rows = Array.from(taken, ([scope, count]) => ({ scope, taken: count }))
  await rowsOf(
    db(),
    sql`update guichet.send_counts t set count = count + r.taken from ${countColumns.recordset(rows)}
      where t.tenant_id = ${tenant} and t.scope = r.scope`,
  )
}

/** As if they had not begun, until their window ends. */
async function letWait(
  { tenant, db }: Session,
  refused: readonly { readonly entry: OutboxEntry; readonly limit: SendLimit }[],
): Promise<void> {
  if (refused.length === 0) return
  const rows = refused.map(({ entry: { messageId }, limit: { sentence, windowMs } }) => ({
    ...{ messageId, error: sentence, windowMs },
  }))
  await rowsOf(
    db(),
    sql`update guichet.outbox t set state = 'ready', attempts = attempts - 1, sending_until = null, error = r.error,
        next_attempt_at = ${startOfWindow} + r."windowMs" * interval '1 millisecond'
      from ${refusedColumns.recordset(rows)} where t.tenant_id = ${tenant} and t.message_id = r."messageId"`,
  )
}

/** Of a row with a window, on the database's clock, as all workers count together. */
const startOfWindow: RawBuilder<unknown> = sql`to_timestamp(
  floor(extract(epoch from clock_timestamp()) * 1000 / r."windowMs") * r."windowMs" / 1000)`
