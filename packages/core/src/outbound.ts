import { GuichetError, isGuichetError } from './errors.ts'
import type { OutboxEntry, OutboxSettlement } from './model/outbox.ts'
import type { Job } from './ports/jobs.ts'
import type { Transaction } from './ports/storage.ts'
import { deliveryEvent } from './sending/delivery-event.ts'
import { type Dispatch, prepareDispatch } from './sending/prepare-dispatch.ts'
import { retryAt } from './sending/retry-at.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { withDeadline } from './sending/with-deadline.ts'

/** After this long without an answer a send counts as crashed. */
const sendLeaseMs = 120_000

/** Shorter than the lease, so that a slow send is settled by the worker that made it. */
const sendDeadlineMs = sendLeaseMs - 10_000

/**
 * The path of one outbound message. `queueReply` has committed the message, its Message-ID and the job that
 * brings us here together.
 *
 *     ready → [ sending ] → network → [ sent | ready again | failed | unknown ]
 *
 * Each bracket is one transaction. `sending` is the point of no return: whoever finds a message there after a
 * crash cannot know whether it left, so it becomes `unknown` and is never sent again blindly.
 */
export async function deliver(ctx: SendingContext, job: Job): Promise<void> {
  const dispatch = await ctx.storage.transaction(job.tenant, (tx) => begin(tx, ctx, job.subject))
  if (dispatch === null) return
  const settlement = await send(ctx, dispatch)
  await ctx.storage.transaction(job.tenant, (tx) => settle(tx, ctx, dispatch.entry, settlement))
}

async function begin(tx: Transaction, ctx: SendingContext, messageId: string): Promise<Dispatch | null> {
  const before = await tx.outbox.get(messageId)
  const entry = await tx.outbox.begin(messageId, sendLeaseMs)
  if (entry !== null) return prepareDispatch(tx, ctx, entry)

  const after = await tx.outbox.get(messageId)
  if (before?.state === 'sending' && after?.state === 'unknown') {
    await tx.events.append([await deliveryEvent(tx, ctx, after)])
  }
  // Another worker may still be at it, or may have died: look again when its time is up.
  if (after?.state === 'sending') {
    await tx.enqueue([{ queue: 'send', subject: messageId, startAt: after.sendingUntil }])
  }
  return null
}

async function send(ctx: SendingContext, dispatch: Dispatch): Promise<OutboxSettlement> {
  const { entry, cancelledBecause, send: transmit } = dispatch
  if (cancelledBecause !== undefined)
    return { state: 'cancelled', error: cancelledBecause, providerId: null, nextAttemptAt: null }
  try {
    const receipt = await withDeadline(ctx.clock, sendDeadlineMs, transmit())
    return { state: 'sent', error: null, providerId: receipt.providerId, nextAttemptAt: null }
  } catch (error) {
    ctx.log.warn('a message could not be sent', { messageId: entry.messageId, attempt: entry.attempts })
    return unsent(ctx, entry, isGuichetError(error) ? error : unforeseen(error))
  }
}

/** Only what was certainly not done may be tried again. */
function unsent(ctx: SendingContext, entry: OutboxEntry, error: GuichetError): OutboxSettlement {
  const settlement = { error: error.message, providerId: null, nextAttemptAt: null }
  if (error.outcome === 'unknown') return { ...settlement, state: 'unknown' }
  const nextAttemptAt = error.retry === 'never' ? null : retryAt(ctx.clock, entry, error)
  return nextAttemptAt === null
    ? { ...settlement, state: 'failed' }
    : { ...settlement, state: 'ready', nextAttemptAt }
}

/** A bug in a channel may strike after the message has left. */
function unforeseen(cause: unknown): GuichetError {
  return new GuichetError('outcome-unknown', 'sending broke off; the message may have been sent', {
    outcome: 'unknown',
    cause,
  })
}

async function settle(
  tx: Transaction,
  ctx: SendingContext,
  entry: OutboxEntry,
  settlement: OutboxSettlement,
): Promise<void> {
  const wasOurs = await tx.outbox.settle(entry.messageId, entry.fence, settlement)
  if (!wasOurs) {
    ctx.log.warn('a send was settled by somebody else meanwhile', { messageId: entry.messageId })
    return
  }
  if (settlement.state === 'ready') {
    await tx.enqueue([{ queue: 'send', subject: entry.messageId, startAt: settlement.nextAttemptAt }])
  }
  await tx.events.append([await deliveryEvent(tx, ctx, { ...entry, ...settlement })])
}
