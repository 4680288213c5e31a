import type { CallbackSettlement } from '../ports/callback-records.ts'
import type { Transaction } from '../ports/storage.ts'
import type { IntakeContext } from './intake-context.ts'

/** Writes what a provider says became of our messages onto them. */
export async function recordOutcomes(
  _tx: Transaction,
  _ctx: IntakeContext,
  outcomes: CallbackSettlement['outcomes'],
): Promise<void> {
  if (outcomes.length === 0) return
}
