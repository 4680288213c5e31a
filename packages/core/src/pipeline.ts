import { adoptSent } from './intake/adopt-sent.ts'
import { authenticateSenders } from './intake/authenticate-senders.ts'
import { dedupe } from './intake/dedupe.ts'
import { findOwnSends } from './intake/find-own-sends.ts'
import { forgetPlaces } from './intake/forget-places.ts'
import type { IntakeContext } from './intake/intake-context.ts'
import { keepRaw } from './intake/keep-raw.ts'
import { type ReadMessage, readMessages } from './intake/read-message.ts'
import { settleCallbacks } from './intake/settle-callbacks.ts'
import { settleSends } from './intake/settle-sends.ts'
import { storeFresh } from './intake/store-fresh.ts'
import { type SourceChanges, type StoredBatch, storeOrIsolate } from './intake/store-or-isolate.ts'
import type { AcceptResult, ReceivedBatch } from './ports/channel.ts'
import type { Transaction } from './ports/storage.ts'

/**
 * The path of inbound messages, first half. When it resolves, every message of the batch is stored exactly
 * once, in its conversation or in quarantine, and the cursor has moved; when it rejects, the cursor has not
 * moved and the source still has everything.
 *
 *     receive → keep the raw bytes → parse → verdict → sender → [ dedupe → contact → report → thread → rules → store + jobs + event ]
 *
 * The bracket is one transaction. The second half, `process`, runs as a job after the commit.
 *
 * `previous` is the batch before this one of the same source: keeping and parsing need not wait for it, storing
 * must, because a cursor may not pass a batch that failed.
 */
export async function accept(
  ctx: IntakeContext,
  batch: ReceivedBatch,
  previous: Promise<unknown> = Promise.resolve(),
): Promise<AcceptResult> {
  const kept = await keepRaw(ctx, batch.messages)
  const read = await authenticateSenders(ctx, await readMessages(ctx, kept, previous))
  await previous
  const stored = await storeOrIsolate(ctx, read, batch, (messages, changes) =>
    ctx.storage.transaction(ctx.tenant, (tx) => store(tx, ctx, messages, changes)),
  )
  await ctx.blobs.remove(stored.unusedRawKeys)
  return stored
}

async function store(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
  { cursor, callbacks, ...lost }: SourceChanges,
): Promise<StoredBatch> {
  if (ctx.fence !== null) await tx.integrations.assertLease(ctx.integrationId, ctx.fence)
  await forgetPlaces(tx, ctx, lost)

  const sends = await findOwnSends(tx, ctx, messages)
  const { fresh, known } = await dedupe(tx, ctx, messages, sends)
  await storeFresh(tx, ctx, fresh)
  await settleSends(tx, ctx, sends)
  await adoptSent(tx, ctx, known)
  if (callbacks !== undefined) await settleCallbacks(tx, ctx, callbacks)
  if (cursor !== null) await tx.integrations.setCursor(ctx.integrationId, cursor)

  return {
    stored: fresh.length,
    known: known.length,
    quarantined: fresh.filter((message) => message.parseError !== null).length,
    unusedRawKeys: known.map((message) => message.blob.key),
  }
}
