import { isGuichetError, toGuichetError } from './errors.ts'
import type { Integration } from './model/integration.ts'
import type { OutboxEntry, SendLimit } from './model/outbox.ts'
import { type Job, maxJobAttempts } from './ports/jobs.ts'
import type { Transaction } from './ports/storage.ts'
import { deliveryEvent } from './sending/delivery-event.ts'
import type { Dispatch } from './sending/leaving/dispatch.ts'
import { type FileRoom, fileRoom } from './sending/leaving/file-room.ts'
import { isHeld } from './sending/leaving/hold-sends.ts'
import { prepareDispatches } from './sending/leaving/prepare-dispatch.ts'
import { limitsOf } from './sending/leaving/send-limits.ts'
import { silentServers } from './sending/leaving/silent-servers.ts'
import { openWire } from './sending/leaving/wire.ts'
import { withDeadline } from './sending/leaving/with-deadline.ts'
import { awaitProof, proofJob } from './sending/outcome/await-proof.ts'
import { conclude, type Ended, type Heard } from './sending/outcome/conclude.ts'
import { countAttempt, countLimited } from './sending/outcome/count-sends.ts'
import { unforeseen, unsent } from './sending/outcome/unsent.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { together } from './together.ts'

/** After this long without an answer a send counts as crashed. */
const sendLeaseMs = 120_000

/** Shorter than the lease, so that a slow send is settled by the worker that made it. */
const sendDeadlineMs = sendLeaseMs - 10_000

/** How long a message rests whose job failed too often: a database that is away, or a bug. */
const restMs = 10 * 60_000

/** One waits for its place, one is on the wire, and of one is written what became of it. */
const jobsForEachPlace = 3

export interface Courier {
  carry(job: Job): Promise<void>
  /** How many jobs keep it busy. */
  room(): number
}

/**
 * The path of an outbound message. `queueReply` or `queueMail` has committed the message, its Message-ID and the job
 * that brings us here together.
 *
 *     ready → [ sending ] → network → [ sent | ready again | failed | unknown ]
 *
 * Each bracket is a transaction; messages of a tenant that come to one at the same time go through it together. A job
 * that comes too early, or while the integration is held or a limit is reached, leaves another one for then. `sending`
 * is the point of no return: whoever finds a message there after a crash cannot know whether it left, so it becomes
 * `unknown` and is never sent again blindly.
 */
export function courier(ctx: SendingContext): Courier {
  const wire = openWire()
  const files = fileRoom(ctx.clock)
  const servers = silentServers()
  const note = together<Step, Begun>((tenant, steps) =>
    ctx.storage.transaction(tenant, (tx) => takeNote(tx, ctx, steps)),
  )

  async function attempt({ tenant, subject }: Job): Promise<void> {
    const ended = await wire.within(async () => {
      const { dispatch, limit } = await note(tenant, { begin: subject })
      if (limit !== undefined) countLimited(ctx, limit)
      return dispatch === undefined ? null : send(ctx, files, dispatch)
    })
    if (ended === null) return
    // What was cancelled says nothing of the wire, nor of its server.
    const wasTried = ended.dispatch.cancelledBecause === undefined
    if (wasTried) wire.took(ended.tookMs)
    const isSilent = wasTried && servers.hear(ended)
    await note(tenant, { end: { ...ended, isSilent } })
    const { dispatch, settlement, receipt, error, tookMs } = ended
    countAttempt(ctx, { channel: receipt?.sender ?? dispatch.via, state: settlement.state, error, tookMs })
  }

  async function carry(job: Job): Promise<void> {
    try {
      await attempt(job)
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

  return { carry, room: () => jobsForEachPlace * wire.places() }
}

/** What a message needs the database for. */
type Step = { readonly begin: string } | { readonly end: Heard }

/** A message that is to leave now, or the limit that it has just met, or neither. */
interface Begun {
  readonly dispatch?: Dispatch
  readonly limit?: SendLimit
}

async function takeNote(
  tx: Transaction,
  ctx: SendingContext,
  steps: readonly Step[],
): Promise<readonly Begun[]> {
  await conclude(
    tx,
    ctx,
    steps.flatMap((step) => ('end' in step ? [step.end] : [])),
  )
  const begun = await begin(
    tx,
    ctx,
    steps.flatMap((step) => ('begin' in step ? [step.begin] : [])),
  )
  return steps.map((step) => {
    if ('end' in step) return {}
    const one = begun.get(step.begin) ?? {}
    // A message that two jobs ask for leaves once.
    begun.delete(step.begin)
    return one
  })
}

async function begin(
  tx: Transaction,
  ctx: SendingContext,
  messageIds: readonly string[],
): Promise<Map<string, Begun>> {
  const known = messageIds.length === 0 ? [] : await tx.outbox.find(messageIds)
  const integrations = await integrationsOf(tx, known)
  const due: OutboxEntry[] = []
  for (const entry of known) {
    if (entry.state === 'unknown') await awaitProof(tx, ctx, entry)
    else if (!(await isHeld(tx, ctx, entry, integrations))) due.push(entry)
  }
  const entries = await tx.outbox.begin(
    due.map(({ messageId }) => messageId),
    sendLeaseMs,
    (entry) => limitsOf(ctx.limits ?? {}, entry),
  )
  const dispatches = await prepareDispatches(tx, ctx, entries, integrations)
  const begun = new Map<string, Begun>(dispatches.map((dispatch) => [dispatch.entry.messageId, { dispatch }]))
  for (const entry of due)
    if (!begun.has(entry.messageId)) begun.set(entry.messageId, await lookAgain(tx, ctx, entry))
  return begun
}

async function integrationsOf(
  tx: Transaction,
  entries: readonly OutboxEntry[],
): Promise<ReadonlyMap<string | null, Integration>> {
  const integrations = new Map<string | null, Integration>()
  for (const id of new Set(entries.map(({ integrationId }) => integrationId))) {
    const integration = id === null ? null : await tx.integrations.get(id)
    if (integration !== null) integrations.set(id, integration)
  }
  return integrations
}

/** What could not be begun now is never forgotten: this job was the only one that knew of it. */
async function lookAgain(tx: Transaction, ctx: SendingContext, before: OutboxEntry): Promise<Begun> {
  const { messageId } = before
  const after = await tx.outbox.get(messageId)
  if (before.state === 'sending' && after?.state === 'unknown') {
    await tx.events.append([await deliveryEvent(tx, ctx, after)])
    await tx.enqueue([proofJob(ctx.clock, messageId)])
  }
  // Another worker may still be at it, or may have died: look again when its time is up. Or its own time has not come.
  const startAt = after?.state === 'sending' ? after.sendingUntil : (after?.nextAttemptAt ?? null)
  if (after?.state === 'sending' || after?.state === 'ready')
    await tx.enqueue([{ queue: 'send', subject: messageId, startAt }])
  // One that waits for a limit already is asked about again by a second job of it.
  if (after?.nextAttemptAt?.getTime() === before.nextAttemptAt?.getTime()) return {}
  const limit = limitsOf(ctx.limits ?? {}, before).find(({ sentence }) => sentence === after?.error)
  return limit === undefined ? {} : { limit }
}

async function send(ctx: SendingContext, files: FileRoom, dispatch: Dispatch): Promise<Ended> {
  const { clock } = ctx
  const { entry, cancelledBecause, fileBytes = 0, send: transmit } = dispatch
  const { messageId, fence } = entry
  const end = { messageId, fence, error: null, providerId: null, nextAttemptAt: null }
  if (cancelledBecause !== undefined)
    return { dispatch, settlement: { ...end, state: 'cancelled', error: cancelledBecause }, tookMs: 0 }
  const startedAt = clock.now().getTime()
  const since = () => clock.now().getTime() - startedAt
  try {
    const receipt = await withDeadline(clock, sendDeadlineMs, files.within(fileBytes, transmit))
    const { providerId } = receipt
    return { dispatch, settlement: { ...end, state: 'sent', providerId }, tookMs: since(), receipt }
  } catch (thrown) {
    const error = isGuichetError(thrown) ? thrown : unforeseen(thrown)
    // Sentences of a server may name recipients: they stand with the message, not in the log.
    const cause = error.cause instanceof Error ? error.cause.name : undefined
    ctx.log.warn('a message could not be sent', {
      ...{ messageId, attempt: entry.attempts, code: error.code, cause },
    })
    return { dispatch, settlement: { ...end, ...unsent(clock, entry, error) }, tookMs: since(), error }
  }
}
