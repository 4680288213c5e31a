import type { GuichetError } from '../../errors.ts'
import type { NewInboxEvent } from '../../model/event.ts'
import type { OutboxEntry, OutboxSettlement } from '../../model/outbox.ts'
import type { NewJob } from '../../ports/jobs.ts'
import type { SendReceipt } from '../../ports/outbound-message.ts'
import type { Transaction } from '../../ports/storage.ts'
import { eventIn } from '../delivery-event.ts'
import type { Dispatch } from '../leaving/dispatch.ts'
import { concludeHolds } from '../leaving/hold-sends.ts'
import type { SendingContext } from '../sending-context.ts'
import { proofJob } from './await-proof.ts'
import { copyJob } from './copy-job.ts'
import { recordRefusals } from './record-refusals.ts'

/** How an attempt ended, with what the server said of it. */
export interface Ended {
  readonly dispatch: Dispatch
  readonly settlement: OutboxSettlement
  readonly tookMs: number
  readonly receipt?: SendReceipt
  readonly error?: GuichetError
}

/** With what it says of the server. */
export interface Heard extends Ended {
  readonly isSilent: boolean
}

/** Writes how attempts ended, and what follows from it. */
export async function conclude(tx: Transaction, ctx: SendingContext, all: readonly Heard[]): Promise<void> {
  await settle(tx, ctx, all)
  for (const { dispatch, receipt } of all) {
    const { entry } = dispatch
    if (receipt?.mailId !== undefined) await learnMailId(tx, entry, receipt.mailId)
    if (receipt?.refused !== undefined) await recordRefusals(tx, ctx, entry, receipt.refused)
  }
  await concludeHolds(tx, ctx, all)
}

async function settle(tx: Transaction, ctx: SendingContext, all: readonly Ended[]): Promise<void> {
  const ended = await tx.outbox.settle(all.map(({ settlement }) => settlement))
  const conversations = new Map(ended.map((one) => [`${one.messageId} ${one.fence}`, one.conversationId]))
  const jobs: NewJob[] = []
  const events: NewInboxEvent[] = []
  for (const { dispatch, settlement } of all) {
    const { messageId, fence } = settlement
    const conversationId = conversations.get(`${messageId} ${fence}`)
    if (conversationId === undefined) {
      // Its provider's report came first, or it was found among the sent mail.
      ctx.log.info('a send was settled by somebody else meanwhile', { messageId })
      continue
    }
    jobs.push(...jobsAfter(ctx, dispatch, settlement))
    events.push(eventIn(ctx, conversationId, { ...dispatch.entry, ...settlement }))
  }
  await tx.enqueue(jobs)
  await tx.events.append(events)
}

function jobsAfter(
  { clock }: SendingContext,
  { leavesCopy }: Dispatch,
  { state, messageId: subject, nextAttemptAt }: OutboxSettlement,
): readonly NewJob[] {
  if (state === 'ready') return [{ queue: 'send', subject, startAt: nextAttemptAt }]
  if (state === 'unknown') return [proofJob(clock, subject)]
  if (state !== 'sent' || leavesCopy !== true) return []
  return [copyJob(clock, subject)]
}

/** Customers answer to the id they were sent, so that it must lead to the conversation as ours does. */
async function learnMailId(tx: Transaction, entry: OutboxEntry, mailId: string): Promise<void> {
  const message = await tx.messages.get(entry.messageId)
  if (message === null || message.mailId === mailId) return
  const { integrationId, conversationId } = message
  await tx.threads.record(integrationId, [{ mailId, conversationId, isOwn: true, isIssued: true }], [])
}
