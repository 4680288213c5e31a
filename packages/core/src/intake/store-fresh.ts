import type { Message } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'
import { announce } from './announce.ts'
import { clearMarks } from './clear-marks.ts'
import type { FreshMessage } from './dedupe.ts'
import { fileMessages } from './file-messages.ts'
import { findContacts } from './find-contacts.ts'
import type { IntakeContext } from './intake-context.ts'
import { matchReports } from './match-reports.ts'
import { nameSenders } from './name-senders.ts'
import { heedOptOuts } from './opt-outs.ts'
import { recogniseSenders } from './recognise-senders.ts'
import { recordArrivals } from './record-arrivals.ts'
import { rememberCorrespondents } from './remember-correspondents.ts'
import { threadMessages } from './thread-messages.ts'

/** Everything that happens to messages nobody had before: contact → report → thread → rules → store + jobs + event. */
export async function storeFresh(
  tx: Transaction,
  ctx: IntakeContext,
  arrived: readonly FreshMessage[],
): Promise<readonly Message[]> {
  const fresh = nameSenders(ctx, await recogniseSenders(tx, ctx, arrived))
  const contacts = await findContacts(tx, ctx, fresh)
  const matched = await matchReports(tx, ctx, fresh)
  const threaded = await threadMessages(tx, ctx, matched.others)
  const filed = await fileMessages(tx, ctx, [...threaded.messages, ...matched.attached], contacts)

  await tx.conversations.insert(filed.opened)
  await tx.conversations.update(filed.changed)
  await tx.messages.insert(filed.messages)
  await tx.threads.record(ctx.integrationId, [...threaded.links, ...matched.links], threaded.participants)
  await rememberCorrespondents(tx, filed.messages)
  await recordArrivals(tx, ctx, matched.reports)
  await clearMarks(tx, ctx, fresh)
  await heedOptOuts(tx, ctx, fresh)
  await fetchLater(tx, filed.messages)
  await announce(tx, ctx, fresh, filed.messages)
  return filed.messages
}

/** What a provider keeps for a while, of old messages as well. */
async function fetchLater(tx: Transaction, messages: readonly Message[]): Promise<void> {
  const waiting = messages.filter(({ attachments }) =>
    attachments.some(({ fetched }) => fetched?.state === 'waiting'),
  )
  if (waiting.length === 0) return
  await tx.enqueue(waiting.map(({ id }) => ({ queue: 'fetch', subject: id, startAt: null })))
}
