import type { Transaction } from '../ports/storage.ts'
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
  await writeArrivals(tx, ctx, reports.flatMap(arrivalsOf))
}

function arrivalsOf({ message, sent }: MatchedReport): readonly Reported[] {
  const { isHistory, receivedAt } = message.received
  const outcomes = reportedOutcomes(message.judgement, [...sent.to, ...sent.cc])
  return outcomes.map(({ isExact, ...outcome }) => ({
    ...{ sent, isExact, isHistory },
    arrival: { ...outcome, messageId: sent.id, reportId: message.id, at: receivedAt },
  }))
}
