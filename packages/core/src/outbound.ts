import { GuichetError, isGuichetError, toGuichetError } from './errors.ts'
import type { OutboxEntry, OutboxSettlement, SendLimit } from './model/outbox.ts'
import { type Job, maxJobAttempts } from './ports/jobs.ts'
import type { SendReceipt } from './ports/outbound-message.ts'
import type { Transaction } from './ports/storage.ts'
import { awaitProof, lookForProof } from './sending/await-proof.ts'
import { countAttempt, countLimited } from './sending/count-sends.ts'
import { deliveryEvent } from './sending/delivery-event.ts'
import type { Dispatch } from './sending/dispatch.ts'
import { holdSends, isHeld, releaseSends } from './sending/hold-sends.ts'
import { prepareDispatch } from './sending/prepare-dispatch.ts'
import { recordRefusals } from './sending/record-refusals.ts'
import { retryAt } from './sending/retry-at.ts'
import { limitsOf } from './sending/send-limits.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { withDeadline } from './sending/with-deadline.ts'

/** After this long without an answer a send counts as crashed. */
const sendLeaseMs = 120_000

/** Shorter than the lease, so that a slow send is settled by the worker that made it. */
const sendDeadlineMs = sendLeaseMs - 10_000

/** How long a message rests whose job failed too often: a database that is away, or a bug. */
const restMs = 10 * 60_000

/** Providers that file copies by themselves are given the time to do so: then theirs is found. */
const copyPauseMs = 20_000

/**
 * The path of one outbound message. `queueReply` has committed the message, its Message-ID and the job that
 * brings us here together.
 *
 *     ready → [ sending ] → network → [ sent | ready again | failed | unknown ]
 *
 * Each bracket is one transaction. A job that comes too early, or while the integration is held or a limit is reached,
 * leaves another one for then. `sending` is the point of no return: whoever finds a message there after a
 * crash cannot know whether it left, so it becomes `unknown` and is never sent again blindly.
 */
export async function deliver(ctx: SendingContext, job: Job): Promise<void> {
  try {
    await attempt(ctx, job)
  } catch (error) {
    if (job.attempt < maxJobAttempts) throw error
    // A job that failed too often is never run again; a message is not forgotten because of that.
    const { code, message } = toGuichetError(error)
    ctx.log.error('a message could not be looked after; it is tried again', { code, message })
    const startAt = new Date(ctx.clock.now().getTime() + restMs)
    await ctx.storage.transaction(job.tenant, (tx) =>
      tx.enqueue([{ queue: 'send', subject: job.subject, startAt }]),
    )
  }
}

async function attempt(ctx: SendingContext, job: Job): Promise<void> {
  const { dispatch, limit } = await ctx.storage.transaction(job.tenant, (tx) => begin(tx, ctx, job.subject))
  if (limit !== undefined) countLimited(ctx, limit)
  if (dispatch === undefined) return
  const startedAt = ctx.clock.now().getTime()
  const ended = await send(ctx, dispatch)
  const tookMs = ctx.clock.now().getTime() - startedAt
  await ctx.storage.transaction(job.tenant, (tx) => conclude(tx, ctx, dispatch, ended))
  const { settlement, receipt, error } = ended
  countAttempt(ctx, { channel: receipt?.sender ?? dispatch.via, state: settlement.state, error, tookMs })
}

async function conclude(
  tx: Transaction,
  ctx: SendingContext,
  dispatch: Dispatch,
  { settlement, receipt, error }: Attempt,
): Promise<void> {
  const { entry, wasHeld } = dispatch
  await settle(tx, ctx, dispatch, settlement)
  if (receipt?.mailId !== undefined) await learnMailId(tx, entry, receipt.mailId)
  if (receipt?.refused !== undefined) await recordRefusals(tx, ctx, entry, receipt.refused)
  const { integrationId } = entry
  if (integrationId === null) {
    // No integration shows it: whoever runs the host reads the log.
    if (error?.retry === 'after-fix')
      ctx.log.error('mail of the application waits until somebody helps its sender', { error: error.message })
    return
  }
  if (receipt !== undefined && wasHeld === true) await releaseSends(tx, ctx, integrationId)
  if (error?.retry === 'after-fix' && settlement.nextAttemptAt !== null)
    await holdSends(tx, ctx, integrationId, { because: error, until: settlement.nextAttemptAt })
}

/** A message that is to leave now, or the limit that it has just met, or neither. */
interface Begun {
  readonly dispatch?: Dispatch
  readonly limit?: SendLimit
}

async function begin(tx: Transaction, ctx: SendingContext, messageId: string): Promise<Begun> {
  const before = await tx.outbox.get(messageId)
  if (before === null) return {}
  if (before.state === 'unknown') {
    await awaitProof(tx, ctx, before)
    return {}
  }
  if (before.state === 'ready' && (await isHeld(tx, ctx, before))) return {}
  const limits = limitsOf(ctx.limits ?? {}, before)
  const entry = await tx.outbox.begin(messageId, sendLeaseMs, limits)
  if (entry !== null) return { dispatch: await prepareDispatch(tx, ctx, entry) }
  const after = await lookAgain(tx, ctx, before)
  // One that waits for a limit already is asked about again by a second job of it.
  const isNew = after?.nextAttemptAt?.getTime() !== before.nextAttemptAt?.getTime()
  const limit = isNew ? limits.find(({ sentence }) => sentence === after?.error) : undefined
  return limit === undefined ? {} : { limit }
}

/** What could not be begun now is never forgotten: this job was the only one that knew of it. */
async function lookAgain(
  tx: Transaction,
  ctx: SendingContext,
  before: OutboxEntry,
): Promise<OutboxEntry | null> {
  const { messageId } = before
  const after = await tx.outbox.get(messageId)
  if (before.state === 'sending' && after?.state === 'unknown') {
    await tx.events.append([await deliveryEvent(tx, ctx, after)])
    await lookForProof(tx, ctx, messageId)
  }
  // Another worker may still be at it, or may have died: look again when its time is up. Or its own time has not come.
  const startAt = after?.state === 'sending' ? after.sendingUntil : (after?.nextAttemptAt ?? null)
  if (after?.state === 'sending' || after?.state === 'ready')
    await tx.enqueue([{ queue: 'send', subject: messageId, startAt }])
  return after
}

/** How an attempt ended, with what the server said of it. */
interface Attempt {
  readonly settlement: OutboxSettlement
  readonly receipt?: SendReceipt
  readonly error?: GuichetError
}

async function send(ctx: SendingContext, dispatch: Dispatch): Promise<Attempt> {
  const { entry, cancelledBecause, send: transmit } = dispatch
  if (cancelledBecause !== undefined)
    return {
      settlement: { state: 'cancelled', error: cancelledBecause, providerId: null, nextAttemptAt: null },
    }
  try {
    const receipt = await withDeadline(ctx.clock, sendDeadlineMs, transmit())
    const { providerId } = receipt
    return { settlement: { state: 'sent', error: null, providerId, nextAttemptAt: null }, receipt }
  } catch (thrown) {
    ctx.log.warn('a message could not be sent', { messageId: entry.messageId, attempt: entry.attempts })
    const error = isGuichetError(thrown) ? thrown : unforeseen(thrown)
    return { settlement: unsent(ctx, entry, error), error }
  }
}

/** Customers answer to the id they were sent, so that it must lead to the conversation as ours does. */
async function learnMailId(tx: Transaction, entry: OutboxEntry, mailId: string): Promise<void> {
  const message = await tx.messages.get(entry.messageId)
  if (message === null || message.mailId === mailId) return
  const { integrationId, conversationId } = message
  await tx.threads.record(integrationId, [{ mailId, conversationId, isOwn: true, isIssued: true }], [])
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
  { entry, leavesCopy }: Dispatch,
  settlement: OutboxSettlement,
): Promise<void> {
  const wasOurs = await tx.outbox.settle(entry.messageId, entry.fence, settlement)
  if (!wasOurs) {
    // Its provider's report came first, or it was found among the sent mail.
    ctx.log.info('a send was settled by somebody else meanwhile', { messageId: entry.messageId })
    return
  }
  if (settlement.state === 'ready') {
    await tx.enqueue([{ queue: 'send', subject: entry.messageId, startAt: settlement.nextAttemptAt }])
  }
  if (settlement.state === 'unknown') await lookForProof(tx, ctx, entry.messageId)
  if (settlement.state === 'sent' && leavesCopy) {
    const startAt = new Date(ctx.clock.now().getTime() + copyPauseMs)
    await tx.enqueue([{ queue: 'file', subject: entry.messageId, startAt }])
  }
  await tx.events.append([await deliveryEvent(tx, ctx, { ...entry, ...settlement })])
}
