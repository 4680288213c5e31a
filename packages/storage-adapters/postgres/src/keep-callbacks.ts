import type { Clock, KeepOutcome, NewCallback, TenantId } from '@guichet/core'
import { sql } from 'kysely'
import { type Database, rowsOf } from './session.ts'
import { againAfterConflict, assertTenant } from './transaction.ts'

/**
 * Keeps callbacks; see `Storage.keepCallbacks`. One statement and nothing else goes over the wire: the function of the
 * database binds the role and the tenant for it, so that row level security holds as in every transaction.
 */
export async function keepCallbacks(
  db: Database,
  clock: Clock,
  tenant: TenantId,
  callbacks: readonly NewCallback[],
): Promise<readonly KeepOutcome[]> {
  assertTenant(tenant)
  if (callbacks.length === 0) return []
  // The same row twice in one statement: the second would wait for nobody and see nothing of the first.
  const firsts = new Map(callbacks.toReversed().map((callback) => [placeKey(callback), callback]))
  const given = JSON.stringify(callbacks.map((callback) => rowOf(callback, firsts.get(placeKey(callback)))))
  const rows = await againAfterConflict(clock, () =>
    rowsOf(
      db,
      sql<{ outcome: KeepOutcome }>`select outcome from guichet.keep_callbacks(${tenant}, ${given}::json)`,
    ),
  )
  return rows.map(({ outcome }) => outcome)
}

/** An integration id holds no space. */
function placeKey({ integrationId, callbackId }: NewCallback): string {
  return `${integrationId} ${callbackId}`
}

/** Bytes travel as base64: the rows of a batch are one JSON parameter. */
function rowOf(callback: NewCallback, first: NewCallback | undefined): object {
  const { integrationId, callbackId, contentType, content, receivedAt } = callback
  return {
    ...{ integration_id: integrationId, callback_id: callbackId, content_type: contentType },
    content: Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64'),
    ...{ received_at: receivedAt, is_first: callback === first },
  }
}
