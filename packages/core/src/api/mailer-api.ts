import { z } from 'zod'
import { GuichetError, isGuichetError } from '../errors.ts'
import type { MailerApi, MailInput, MailQuery } from '../inbox-mailer.ts'
import { addressKey } from '../model/address.ts'
import type { Mail } from '../model/mail.ts'
import { deliveryStates } from '../model/message.ts'
import type { OutboxChange } from '../model/outbox.ts'
import type { Actor } from '../model/tenant.ts'
import type { MailFilter } from '../ports/mail-records.ts'
import { decideSend } from '../sending/decide-send.ts'
import { keepFromLeaving } from '../sending/keep-from-leaving.ts'
import { noSender } from '../sending/leaving/prepare-mail.ts'
import { markAsSent, sendAgain, takeBack } from '../sending/send-changes.ts'
import { findEarlierMail, queueMail } from '../sending/writing/queue-mail.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'
import { draftOwnMail } from './draft-own-mail.ts'
import { found, pageRequest } from './find.ts'
import { keepFiles } from './mail-files.ts'
import { assertPerson } from './send-decisions.ts'
import { testMail } from './test-mail.ts'

export function mailerApi(ctx: ApiContext): MailerApi {
  const get = (id: string) => within(ctx, (tx) => found('mail', id, tx.mails.get))
  return {
    send: (mail, actor = systemActor) => send(ctx, mail, actor),
    sendTest: (to, actor = systemActor) => send(ctx, testMail(ctx, to), actor),
    get,
    list: (query = {}) => within(ctx, (tx) => tx.mails.list(filterOf(query), pageRequest(query))),
    async cancel(id, actor = systemActor) {
      const mail = await get(id)
      return mail.delivery.state === 'cancelled' ? mail : decide(ctx, { id, actor }, takeBack(['ready']))
    },
    async resend(id, actor) {
      assertPerson(actor)
      return decide(ctx, { id, actor }, sendAgain(ctx.clock))
    },
    async markSent(id, actor) {
      assertPerson(actor)
      return decide(ctx, { id, actor }, markAsSent)
    },
    remove: (id, actor = systemActor) => remove(ctx, id, actor),
  }
}

async function send(ctx: ApiContext, input: MailInput, actor: Actor): Promise<Mail> {
  const { mailing, mailIds, clock, tenant } = ctx
  const { files, ...draft } = await draftOwnMail(ctx, input)
  if (mailing?.sender === undefined) throw noSender()
  const request = {
    ...{ ...draft, actor, id: clock.newId(), mailId: mailIds.mint(tenant, draft.mail.from.address) },
    files: await keepFiles(ctx, files),
  }
  try {
    return await within(ctx, (tx) => queueMail(tx, ctx, request))
  } catch (error) {
    // Somebody else asked with this key at the same moment.
    if (!isGuichetError(error) || draft.idempotencyKey === null) throw error
    const earlier = await within(ctx, (tx) => findEarlierMail(tx, request))
    if (earlier === null) throw error
    return earlier
  }
}

const querySchema = z.object({
  state: z.enum(deliveryStates).optional(),
  tag: z.string().optional(),
  recipient: z.string().optional(),
})

function filterOf(query: MailQuery): MailFilter {
  const { state, tag, recipient } = validate(querySchema, query)
  return {
    ...(state === undefined ? {} : { state }),
    ...(tag === undefined ? {} : { tag }),
    ...(recipient === undefined ? {} : { recipient: addressKey(recipient) }),
  }
}

function decide(
  ctx: ApiContext,
  { id, actor }: { readonly id: string; readonly actor: Actor },
  change: OutboxChange,
): Promise<Mail> {
  return within(ctx, async (tx) => {
    await found('mail', id, tx.mails.get)
    await decideSend(tx, ctx, { ...change, messageId: id, actor })
    return found('mail', id, tx.mails.get)
  })
}

async function remove(ctx: ApiContext, id: string, actor: Actor): Promise<void> {
  const blobKeys = await within(ctx, async (tx) => {
    const { delivery } = await found('mail', id, tx.mails.get)
    const isLeaving = delivery.state === 'ready' && !(await keepFromLeaving(tx, id))
    if (isLeaving || delivery.state === 'sending')
      throw new GuichetError('conflict', 'the mail is being sent at this moment: try again in two minutes')
    await tx.mails.remove([id])
    await tx.events.append([eventNow(ctx, { type: 'message.removed', actor, messageId: id })])
    return tx.uploads.removeOf([id])
  })
  // After the commit: bytes without a row are only space, a row without its bytes would be a lie.
  await ctx.blobs.remove(blobKeys)
}
