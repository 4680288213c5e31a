import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { MessagesApi } from '../inbox-api.ts'
import type { Message } from '../model/message.ts'
import type { OutboxChange } from '../model/outbox.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { decideSend } from '../sending/decide-send.ts'
import { copyJob } from '../sending/outcome/copy-job.ts'
import { leaveNow, markAsSent, sendAgain, takeBack } from '../sending/send-changes.ts'
import { discardLater } from '../sending/writing/discard-uploads.ts'
import { validate } from '../validate.ts'
import { type ApiContext, systemActor, within } from './api-context.ts'
import { found, pageRequest } from './find.ts'

type SendDecisions = Pick<
  MessagesApi,
  'scheduled' | 'unsent' | 'reschedule' | 'sendNow' | 'resend' | 'markSent'
>

const scheduleSchema = z.strictObject({ sendAt: z.date('a date is needed') })

/** What people decide about messages that are written, but not sent or not surely. */
export function sendDecisions(ctx: ApiContext): SendDecisions {
  return {
    scheduled: (page) => within(ctx, (tx) => tx.messages.listScheduled(pageRequest(page))),
    unsent: (page) => within(ctx, (tx) => tx.messages.listUnsent(pageRequest(page))),
    reschedule(id, options, actor = systemActor) {
      const { sendAt } = validate(scheduleSchema, options)
      assertPlannable(ctx, sendAt)
      const planned = { dueAt: sendAt, nextAttemptAt: sendAt, isScheduled: true, error: null }
      return decide(ctx, { id, actor }, { ...planned, from: ['ready'], state: 'ready' })
    },
    sendNow: (id, actor = systemActor) => decide(ctx, { id, actor }, leaveNow(ctx.clock, ['ready'])),
    async resend(id, actor) {
      assertPerson(actor)
      return decide(ctx, { id, actor }, sendAgain(ctx.clock))
    },
    async markSent(id, actor) {
      assertPerson(actor)
      return within(ctx, async (tx) => {
        await outbound(tx, id)
        await decideSend(tx, ctx, { ...markAsSent, messageId: id, actor })
        await tx.enqueue([copyJob(ctx.clock, id)])
        return outbound(tx, id)
      })
    },
  }
}

/**
 * Takes an answer back that has not begun to leave, or could not. Its conversation gets the status that it had before, unless
 * something else happened there since. Asking twice is no error.
 */
export async function cancelReply(ctx: ApiContext, id: string, actor: Actor): Promise<Message> {
  return within(ctx, async (tx) => {
    const { conversationId, delivery } = await outbound(tx, id)
    // The lock comes first, as with whoever writes into the conversation.
    const [conversation] = await tx.conversations.getForUpdate([conversationId])
    if (delivery?.state === 'cancelled') return outbound(tx, id)
    const { undo } = await decideSend(tx, ctx, {
      ...takeBack(['ready', 'failed']),
      ...{ messageId: id, actor },
    })
    // Its files are his who took it back: he may attach them again.
    await discardLater(tx, ctx, await tx.uploads.release(id))
    if (undo !== null && conversation?.version === undo.version)
      await tx.conversations.update([
        { ...conversation, status: undo.status, version: conversation.version + 1 },
      ])
    return outbound(tx, id)
  })
}

const longestPlanMs = 366 * 24 * 3_600_000

/** Throws `invalid-input` for a time that has passed, and for one that is more than a year away. */
export function assertPlannable({ clock }: Pick<ApiContext, 'clock'>, sendAt: Date): void {
  const ahead = sendAt.getTime() - clock.now().getTime()
  if (ahead > 0 && ahead <= longestPlanMs) return
  const sentence = ahead > 0 ? 'at most a year ahead' : 'choose a time in the future'
  throw new GuichetError('invalid-input', `sendAt: ${sentence}`, { field: 'sendAt' })
}

/** Nobody but a person can have looked whether a message arrived. */
export function assertPerson(actor: Actor): void {
  if (actor.kind === 'person') return
  throw new GuichetError('forbidden', 'only a person decides about a message that may have been sent')
}

async function outbound(tx: Transaction, id: string): Promise<Message> {
  const message = await found('message', id, tx.messages.get)
  if (message.delivery !== null) return message
  throw new GuichetError('not-found', 'this message was not written here')
}

function decide(
  ctx: ApiContext,
  { id, actor }: { readonly id: string; readonly actor: Actor },
  change: OutboxChange,
): Promise<Message> {
  return within(ctx, async (tx) => {
    await outbound(tx, id)
    await decideSend(tx, ctx, { ...change, messageId: id, actor })
    return outbound(tx, id)
  })
}
