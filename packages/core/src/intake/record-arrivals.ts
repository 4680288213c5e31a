import type { Transaction } from '../ports/storage.ts'
import { confirmSends } from '../sending/outcome/confirm-sends.ts'
import { reportedOutcomes } from '../verdicts/reported-outcomes.ts'
import type { IntakeContext } from './intake-context.ts'
import type { MatchedReport } from './match-reports.ts'
import { type Reported, writeArrivals } from './write-arrivals.ts'

/**
 * Writes what reports say onto the messages they are about, and marks the addresses. What was in the mailbox before we
 * were is kept with its message but marks nobody and is not announced: the address may have been mended since.
 */
export async function recordArrivals(
  tx: Transaction,
  ctx: IntakeContext,
  reports: readonly MatchedReport[],
): Promise<void> {
  await confirmUncertain(tx, ctx, reports)
  await writeArrivals(tx, ctx, reports.flatMap(arrivalsOf))
}

/** Nobody guesses a Message-ID of ours: who reports on a send of which nobody knew whether it left has seen it. */
async function confirmUncertain(
  tx: Transaction,
  ctx: IntakeContext,
  reports: readonly MatchedReport[],
): Promise<void> {
  if (reports.length === 0) return
  const reported = await tx.outbox.find([...new Set(reports.map(({ sent }) => sent.id))])
  const uncertain = reported.filter(({ uncertainSince }) => uncertainSince !== null)
  await confirmSends(
    tx,
    ctx,
    uncertain.map(({ messageId }) => ({ messageId, providerId: null })),
  )
}

function arrivalsOf({ message, sent }: MatchedReport): readonly Reported[] {
  const { isHistory, receivedAt } = message.received
  const outcomes = reportedOutcomes(message.judgement, [...sent.to, ...sent.cc])
  return outcomes.map(({ isExact, ...outcome }) => ({
    ...{ sent, isExact, isHistory },
    arrival: { ...outcome, messageId: sent.id, reportId: message.id, at: receivedAt },
  }))
}
