import type { GuichetError } from '../../errors.ts'
import type { NewInboxEvent } from '../../model/event.ts'
import type { Integration, SendHold } from '../../model/integration.ts'
import type { OutboxEntry, OutboxSettlement } from '../../model/outbox.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Transaction } from '../../ports/storage.ts'
import { deliveryEvent } from '../delivery-event.ts'
import { isTimeToGiveUp } from '../outcome/retry-at.ts'
import type { Dispatch } from './dispatch.ts'

interface HoldContext {
  readonly clock: Clock
}

/** A server that does not answer is left alone for so long. */
const silenceMs = 60_000

/** Longer than a send may take. */
const trialMs = 120_000

const released: SendHold = { sendError: null, sendProblem: null, sendHeldUntil: null }

/**
 * Nothing leaves over an integration whose login was refused: every message would be refused as well, and a server
 * that is asked too often with a wrong password locks the account. One message tries again each hour. Where the
 * server is silent, one tries each minute, and the others keep nobody waiting.
 */
async function holdSends(
  tx: Transaction,
  ctx: HoldContext,
  integrationId: string,
  held: { readonly because: GuichetError; readonly until: Date },
): Promise<void> {
  const { because, until } = held
  const before = await tx.integrations.get(integrationId)
  if (before === null) return
  const sendProblem = because.problems[0] ?? null
  await tx.integrations.setSendHold(integrationId, {
    ...{ sendError: because.message, sendProblem, sendHeldUntil: until },
  })
  if (before.sendError === null) await tx.events.append([holdEvent(ctx, integrationId, true)])
}

/** Its login works, or somebody corrected it: what waits is tried now. */
export async function releaseSends(tx: Transaction, ctx: HoldContext, integrationId: string): Promise<void> {
  await tx.integrations.setSendHold(integrationId, released)
  const waiting = await tx.outbox.wake(integrationId)
  await tx.enqueue(waiting.map((subject) => ({ queue: 'send', subject, startAt: null })))
  await tx.events.append([holdEvent(ctx, integrationId, false)])
}

/** How attempts ended, as far as it matters to the integrations that they went over. */
export interface EndedAttempt {
  readonly dispatch: Dispatch
  readonly settlement: Pick<OutboxSettlement, 'nextAttemptAt'>
  /** Its server has not answered several times in a row. */
  readonly isSilent: boolean
  /** Of what was sent. */
  readonly receipt?: object
  readonly error?: GuichetError
}

/** Holds the integrations whose login was refused or whose server is silent, and releases those that take messages again. */
export async function concludeHolds(
  tx: Transaction,
  ctx: HoldContext & { readonly log: Log },
  attempts: readonly EndedAttempt[],
): Promise<void> {
  const released = new Set<string>()
  for (const attempt of attempts) {
    const { dispatch, error } = attempt
    const { integrationId } = dispatch.entry
    const until = heldUntil(ctx, attempt)
    if (integrationId === null) {
      // No integration shows it: whoever runs the host reads the log.
      if (error?.retry === 'after-fix')
        ctx.log.error('mail of the application waits until somebody helps its sender', {
          error: error.message,
        })
    } else if (error !== undefined && until !== null) {
      await holdSends(tx, ctx, integrationId, { because: error, until })
    } else if (wasJudged(attempt) && dispatch.wasHeld === true && !released.has(integrationId)) {
      released.add(integrationId)
      await releaseSends(tx, ctx, integrationId)
    }
  }
}

/** Taken, or refused for good: whoever judges messages has let us in. */
function wasJudged({ receipt, error }: EndedAttempt): boolean {
  return receipt !== undefined || (error?.code === 'rejected' && error.retry === 'never')
}

/** Until when nothing else leaves over an integration, after this attempt; null: it had better go on. */
function heldUntil({ clock }: HoldContext, { error, settlement, isSilent }: EndedAttempt): Date | null {
  if (error?.retry === 'after-fix') return settlement.nextAttemptAt
  return isSilent ? new Date(clock.now().getTime() + silenceMs) : null
}

/**
 * Lets a message wait with its integration, or fail when it has waited too long. False: it may be tried. When the time
 * of a hold is over one message tries, and the others wait for what becomes of it.
 */
export async function isHeld(
  tx: Transaction,
  ctx: HoldContext,
  entry: OutboxEntry,
  integrations: ReadonlyMap<string | null, Integration>,
): Promise<boolean> {
  const { integrationId, state, nextAttemptAt } = entry
  const now = ctx.clock.now()
  // What is not due keeps its time: this is the job of an earlier one.
  const isDue = nextAttemptAt === null || nextAttemptAt <= now
  const wasRefused = (integrations.get(integrationId)?.sendHeldUntil ?? null) !== null
  if (integrationId === null || state !== 'ready' || !isDue || !wasRefused) return false
  // Read anew: another message of this batch may be the one that tries.
  const integration = await tx.integrations.get(integrationId)
  if (integration === null || integration.sendHeldUntil === null) return false
  const { sendError, sendProblem, sendHeldUntil } = integration
  if (sendHeldUntil > now) return waitWith(tx, ctx, entry, { sendError, sendHeldUntil })
  const trial = { sendError, sendProblem, sendHeldUntil: new Date(now.getTime() + trialMs) }
  await tx.integrations.setSendHold(integrationId, trial)
  return false
}

async function waitWith(
  tx: Transaction,
  ctx: HoldContext,
  entry: OutboxEntry,
  { sendError, sendHeldUntil }: Pick<SendHold, 'sendError' | 'sendHeldUntil'>,
): Promise<boolean> {
  const { messageId } = entry
  const isOver = isTimeToGiveUp(ctx.clock, entry)
  const changed = await tx.outbox.change(messageId, {
    from: ['ready'],
    state: isOver ? 'failed' : 'ready',
    error: sendError,
    nextAttemptAt: isOver ? null : sendHeldUntil,
  })
  if (changed === null) return false
  if (!isOver) await tx.enqueue([{ queue: 'send', subject: messageId, startAt: sendHeldUntil }])
  // The next ones of an hour say nothing new.
  if (isOver || entry.error !== changed.error) await tx.events.append([await deliveryEvent(tx, ctx, changed)])
  return true
}

function holdEvent({ clock }: HoldContext, integrationId: string, held: boolean): NewInboxEvent {
  return {
    id: clock.newId(),
    type: 'integration.changed',
    at: clock.now(),
    actor: { kind: 'system' },
    conversationId: null,
    messageId: null,
    integrationId,
    data: { sendsHeld: held },
  }
}
