import type { KeepOutcome, NewCallback } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

/** Bytes travel as base64: the rows of a batch are one JSON parameter. */
const keptColumns = columnsOf<keyof NewCallback | 'number'>({
  integrationId: 'text',
  callbackId: 'text',
  contentType: 'text',
  content: 'text',
  receivedAt: 'timestamptz',
  number: 'integer',
})
/**
 * Keeps callbacks; see `CallbackRecords.keep`. Those that come twice cost a second statement.
 */
export async function keepCallbacks(
  session: Session,
  callbacks: readonly NewCallback[],
): Promise<readonly KeepOutcome[]> {
  if (callbacks.length === 0) return []
  const firsts = new Map(callbacks.toReversed().map((callback) => [placeKey(callback), callback]))
  const kept = await insert(session, [...firsts.values()].toReversed())
  const isKept = (callback: NewCallback) =>
    firsts.get(placeKey(callback)) === callback && kept.has(placeKey(callback))
  const others = callbacks.filter((callback) => !isKept(callback))
  const compared = others.length === 0 ? [] : await compare(session, others)
  const outcomes = new Map(others.map((callback, index) => [callback, compared[index] ?? 'gone']))
  return callbacks.map((callback) => outcomes.get(callback) ?? 'kept')
}

async function insert(
  { tenant, db }: Session,
  callbacks: readonly NewCallback[],
): Promise<ReadonlySet<string>> {
  const inserted = await rowsOf(
    db(),
    sql<Place>`insert into guichet.callbacks
        (tenant_id, integration_id, callback_id, content_type, content, sha256, received_at)
      select ${tenant}, r."integrationId", r."callbackId", r."contentType", b.content, sha256(b.content),
        r."receivedAt"
      from ${recordset(callbacks)} cross join lateral (select decode(r.content, 'base64') as content) b
      where exists (select from guichet.integrations i where i.tenant_id = ${tenant} and i.id = r."integrationId")
      on conflict (tenant_id, integration_id, callback_id) do nothing
      returning integration_id as "integrationId", callback_id as "callbackId"`,
  )
  return new Set(inserted.map(placeKey))
}

/** Apart, and after the insert: only a later statement sees what a concurrent transaction has just kept. */
async function compare(
  { tenant, db }: Session,
  callbacks: readonly NewCallback[],
): Promise<readonly KeepOutcome[]> {
  const known = await rowsOf(
    db(),
    sql<{ outcome: KeepOutcome }>`select case when t.sha256 is null then 'gone'
        when t.sha256 = sha256(decode(r.content, 'base64')) then 'known' else 'conflict' end as outcome
      from ${recordset(callbacks)} left join guichet.callbacks t on t.tenant_id = ${tenant}
        and t.integration_id = r."integrationId" and t.callback_id = r."callbackId"
      order by r.number`,
  )
  return known.map(({ outcome }) => outcome)
}

type Place = Pick<NewCallback, 'integrationId' | 'callbackId'>

/** An integration id holds no space. */
function placeKey({ integrationId, callbackId }: Place): string {
  return `${integrationId} ${callbackId}`
}

function recordset(callbacks: readonly NewCallback[]): ReturnType<typeof sql> {
  const rows = callbacks.map(({ integrationId, callbackId, contentType, content, receivedAt }, number) => ({
    ...{ integrationId, callbackId, contentType, receivedAt, number },
    content: Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64'),
  }))
  return keptColumns.recordset(rows)
}
