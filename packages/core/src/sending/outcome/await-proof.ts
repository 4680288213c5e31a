import type { OutboxEntry } from '../../model/outbox.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NewJob } from '../../ports/jobs.ts'
import type { Transaction } from '../../ports/storage.ts'
import { deliveryEvent } from '../delivery-event.ts'
import type { SendingContext } from '../sending-context.ts'

/** The folder of sent mail has it by then, if it left. */
const firstLookMs = 60_000
const nextLookMs = 5 * 60_000
/** Longer than any server takes to file a copy, or a provider to report. */
const proofWithinMs = 15 * 60_000

const undecided =
  'nobody could find out whether it was sent: look in the folder of sent mail, then send it again or mark it as sent'
const undecidedMail =
  'nobody could find out whether it was sent: ask who was to get it, then send it again or mark it as sent'
const givenUp = 'nobody could find out whether it was sent, and what a machine writes is never sent twice'

/** Looks for proof of a send that may have left, a little later. */
export function proofJob(clock: Clock, messageId: string): NewJob {
  return { queue: 'send', subject: messageId, startAt: new Date(clock.now().getTime() + firstLookMs) }
}

/**
 * What happens to a send while nobody knows whether it left. Its mailbox is asked to be read, as the copy among the
 * sent mail proves it (see `settleSends`), and so does a bounce (see `recordArrivals`); providers report by themselves
 * (see `recordOutcomes`). After a quarter of an hour an automatic message is given up, and what a person wrote waits for
 * his word.
 */
export async function awaitProof(tx: Transaction, ctx: SendingContext, entry: OutboxEntry): Promise<void> {
  const { messageId, integrationId } = entry
  const now = ctx.clock.now().getTime()
  const until = (entry.uncertainSince ?? entry.createdAt).getTime() + proofWithinMs
  if (now < until) {
    if (integrationId !== null) await tx.integrations.requestSync(integrationId)
    const startAt = new Date(Math.min(until, now + nextLookMs))
    await tx.enqueue([{ queue: 'send', subject: messageId, startAt }])
    return
  }
  const sentence = integrationId === null ? undecidedMail : undecided
  if (entry.error === sentence) return
  const message = await tx.messages.get(messageId)
  const isAutomatic = message?.verdict === 'auto-reply'
  const decided = await tx.outbox.change(messageId, {
    from: ['unknown'],
    state: isAutomatic ? 'cancelled' : 'unknown',
    error: isAutomatic ? givenUp : sentence,
    nextAttemptAt: null,
  })
  if (decided !== null) await tx.events.append([await deliveryEvent(tx, ctx, decided)])
}
