import { adoptSent } from './intake/adopt-sent.ts'
import { announce } from './intake/announce.ts'
import { clearMarks } from './intake/clear-marks.ts'
import { dedupe } from './intake/dedupe.ts'
import { fileMessages } from './intake/file-messages.ts'
import { findContacts } from './intake/find-contacts.ts'
import { findOwnSends } from './intake/find-own-sends.ts'
import { forgetPlaces } from './intake/forget-places.ts'
import type { IntakeContext } from './intake/intake-context.ts'
import { keepRaw } from './intake/keep-raw.ts'
import { matchReports } from './intake/match-reports.ts'
import { type ReadMessage, readMessages } from './intake/read-message.ts'
import { recogniseSenders } from './intake/recognise-senders.ts'
import { recordArrivals } from './intake/record-arrivals.ts'
import { rememberCorrespondents } from './intake/remember-correspondents.ts'
import { settleSends } from './intake/settle-sends.ts'
import { type SourceChanges, type StoredBatch, storeOrIsolate } from './intake/store-or-isolate.ts'
import { threadMessages } from './intake/thread-messages.ts'
import type { AcceptResult, ReceivedBatch } from './ports/channel.ts'
import type { Transaction } from './ports/storage.ts'

/**
 * The path of inbound messages, first half. When it resolves, every message of the batch is stored exactly
 * once, in its conversation or in quarantine, and the cursor has moved; when it rejects, the cursor has not
 * moved and the source still has everything.
 *
 *     receive → keep the raw bytes → parse → verdict → [ dedupe → contact → report → thread → rules → store + jobs + event ]
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
  const read = await readMessages(ctx, kept)
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
  { cursor, ...lost }: SourceChanges,
): Promise<StoredBatch> {
  if (ctx.fence !== null) await tx.integrations.assertLease(ctx.integrationId, ctx.fence)
  await forgetPlaces(tx, ctx, lost)

  const sends = await findOwnSends(tx, ctx, messages)
  const { fresh: arrived, known } = await dedupe(tx, ctx, messages, sends)
  const fresh = await recogniseSenders(tx, ctx, arrived)
  const contacts = await findContacts(tx, ctx, fresh)
  const matched = await matchReports(tx, ctx, fresh)
  const threaded = await threadMessages(tx, ctx, matched.others)
  const filed = await fileMessages(tx, ctx, [...threaded.messages, ...matched.attached], contacts)

  await tx.conversations.insert(filed.opened)
  await tx.conversations.update(filed.changed)
  await tx.messages.insert(filed.messages)
  await tx.threads.record(ctx.integrationId, [...threaded.links, ...matched.links], threaded.participants)
  await settleSends(tx, ctx, sends)
  const adopted = await adoptSent(tx, ctx, known)
  await rememberCorrespondents(tx, [...filed.messages, ...adopted])
  await recordArrivals(tx, ctx, matched.reports)
  await clearMarks(tx, ctx, fresh)
  await announce(tx, ctx, fresh, filed.messages)
  if (cursor !== null) await tx.integrations.setCursor(ctx.integrationId, cursor)

  return {
    stored: fresh.length,
    known: known.length,
    quarantined: fresh.filter((message) => message.parseError !== null).length,
    unusedRawKeys: known.map((message) => message.blob.key),
  }
}
