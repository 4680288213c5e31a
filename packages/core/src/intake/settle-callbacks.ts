import type { CallbackSettlement } from '../ports/callback-records.ts'
import type { Transaction } from '../ports/storage.ts'
import type { IntakeContext } from './intake-context.ts'
import { recordOutcomes } from './record-outcomes.ts'

/** Marks kept callbacks as understood, in the transaction that stores what they said. */
export async function settleCallbacks(
  tx: Transaction,
  ctx: IntakeContext,
  { done, held, outcomes }: CallbackSettlement,
): Promise<void> {
  await recordOutcomes(tx, ctx, outcomes)
  await tx.callbacks.hold(ctx.integrationId, held)
  await tx.callbacks.finish(ctx.integrationId, done, ctx.clock.now())
}
