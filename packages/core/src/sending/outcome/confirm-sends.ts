import type { OutboxEntry } from '../../model/outbox.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ConfirmedSend } from '../../ports/outbox-records.ts'
import type { Transaction } from '../../ports/storage.ts'
import { deliveryEvent } from '../delivery-event.ts'
import { copyJob } from './copy-job.ts'

/**
 * Takes note that messages were certainly sent, because somebody reports on them. Returns those of which that is news.
 * Whoever was still sending one of them settles it no more, and would have asked for its copy.
 */
export async function confirmSends(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  sends: readonly ConfirmedSend[],
): Promise<readonly OutboxEntry[]> {
  if (sends.length === 0) return []
  const confirmed = await tx.outbox.confirm(sends)
  for (const entry of confirmed) await tx.events.append([await deliveryEvent(tx, ctx, entry)])
  const answers = confirmed.filter(({ integrationId }) => integrationId !== null)
  await tx.enqueue(answers.map(({ messageId }) => copyJob(ctx.clock, messageId)))
  return confirmed
}
