import { openConnection } from '../../connections.ts'
import { GuichetError, isGuichetError } from '../../errors.ts'
import type { Job } from '../../ports/jobs.ts'
import type { OutboundMessage } from '../../ports/outbound-message.ts'
import type { SentCopy } from '../../ports/sent-copies.ts'
import type { Transaction } from '../../ports/storage.ts'
import { untilAbort } from '../../until-abort.ts'
import { outboundMessage } from '../leaving/outbound-message.ts'
import type { SendingContext } from '../sending-context.ts'
import { retryCopyAt } from './retry-copy-at.ts'

/** Longer than the silences that a channel forgives. */
const deadlineMs = 300_000

/**
 * A copy of a sent message in the folder where its people look for it. A job, so at least once: the channel looks
 * before it files. Whatever happens here, the message was sent: only the log hears of a failure.
 */
export async function fileSent(ctx: SendingContext, job: Job): Promise<void> {
  const copy = await ctx.storage.transaction(job.tenant, (tx) => prepare(tx, ctx, job.subject))
  if (copy === null) return
  try {
    await inTime(ctx, job, copy)
  } catch (cause) {
    // Somebody else has the job by now.
    if (job.signal.aborted) throw cause
    await again(ctx, job, copy.message.date, isGuichetError(cause) ? cause : unforeseen(cause))
  }
}

interface Copy {
  readonly message: OutboundMessage
  file(signal: AbortSignal): Promise<SentCopy>
}

/** Null where there is nothing to file any more. */
async function prepare(tx: Transaction, ctx: SendingContext, messageId: string): Promise<Copy | null> {
  const entry = await tx.outbox.get(messageId)
  const message = await tx.messages.get(messageId)
  if (entry?.state !== 'sent' || message === null) return null
  const { integrationId } = message
  const integration = await tx.integrations.get(integrationId)
  if (integration === null) return null
  const { channel, connection } = await openConnection(tx, ctx, integration)
  const file = channel.fileSent?.bind(channel)
  if (file === undefined) return null
  const outbound = outboundMessage(message, channel.identity(connection.settings), {
    entry,
    blobs: ctx.blobs,
  })
  return { message: outbound, file: (signal) => file(connection, outbound, signal) }
}

async function inTime(ctx: SendingContext, job: Job, { file }: Copy): Promise<SentCopy> {
  const settled = new AbortController()
  const late = new AbortController()
  const signal = AbortSignal.any([job.signal, late.signal])
  void ctx.clock.sleep(deadlineMs, settled.signal).then(() => late.abort())
  try {
    return await untilAbort(signal, file(signal), tooSlow)
  } finally {
    settled.abort()
  }
}

async function again(ctx: SendingContext, job: Job, date: Date, error: GuichetError): Promise<void> {
  const { subject: messageId } = job
  const startAt = retryCopyAt(ctx.clock, date, error)
  const fields = { messageId, code: error.code, error: error.message }
  if (startAt === null) {
    ctx.log.warn('a sent message will have no copy in the folder of sent mail', fields)
    return
  }
  ctx.log.warn('the copy of a sent message could not be filed; it is tried again', fields)
  await ctx.storage.transaction(job.tenant, (tx) =>
    tx.enqueue([{ queue: 'file', subject: messageId, startAt }]),
  )
}

function tooSlow(): GuichetError {
  return new GuichetError('host-unreachable', 'filing the copy took too long', { retry: 'later' })
}

function unforeseen(cause: unknown): GuichetError {
  return new GuichetError('internal', 'filing the copy broke off', { retry: 'later', cause })
}
