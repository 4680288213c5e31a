import { isDeepStrictEqual } from 'node:util'
import { keyUsed } from '../idempotency-key.ts'
import { addressKey } from '../model/address.ts'
import type { Mail, NewMail } from '../model/mail.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import type { Actor } from '../model/tenant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'
import { deliveryEvent } from './delivery-event.ts'
import { leaveOutMarked, nobodyLeft } from './leave-out.ts'

export interface MailRequest {
  readonly mail: NewMail
  readonly sendAt: Date | null
  readonly idempotencyKey: string | null
  readonly actor: Actor
}

/**
 * Queues a mail of the host application: the mail, its outbox row and the job that sends it commit together. One that
 * nobody is left to get is kept as cancelled. An earlier mail of the same key is returned instead.
 */
export async function queueMail(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  { mail, sendAt, idempotencyKey, actor }: MailRequest,
): Promise<Mail> {
  const earlier = await findEarlierMail(tx, mail, idempotencyKey)
  if (earlier !== null) return earlier
  const left = await leaveOutMarked(tx, mail)
  const refusal = nobodyLeft(left)
  const entry: OutboxEntry = {
    ...{ messageId: mail.id, integrationId: null, idempotencyKey: idempotencyKey ?? mail.id },
    ...{ state: refusal === null ? 'ready' : 'cancelled', error: refusal, fence: 0, attempts: 0 },
    ...{ html: '', template: null, providerId: null, sendingUntil: null, uncertainSince: null },
    ...{ dueAt: sendAt, nextAttemptAt: refusal === null ? sendAt : null, isScheduled: sendAt !== null },
    ...{ cancelIfAnswered: false, undo: null, createdAt: mail.createdAt },
  }
  await tx.mails.insert({ ...mail, ...left })
  await tx.outbox.insert(entry)
  if (refusal === null) await tx.enqueue([{ queue: 'send', subject: mail.id, startAt: entry.nextAttemptAt }])
  const event = await deliveryEvent(tx, ctx, entry)
  const leftOut = left.dropped.length
  await tx.events.append([{ ...event, actor, data: leftOut > 0 ? { ...event.data, leftOut } : event.data }])
  return (await tx.mails.get(mail.id)) ?? gone()
}

/** The mail that was queued under this key. Throws `invalid-input` when the key stands for something else. */
export async function findEarlierMail(
  tx: Transaction,
  mail: NewMail,
  idempotencyKey: string | null,
): Promise<Mail | null> {
  const entry = idempotencyKey === null ? null : await tx.outbox.findByIdempotencyKey(idempotencyKey)
  if (entry === null) return null
  const earlier = await tx.mails.get(entry.messageId)
  if (earlier === null || !isDeepStrictEqual(gist(earlier), gist(mail))) throw keyUsed()
  return earlier
}

/** What was asked for. What a template made of it may have changed meanwhile, and so may who is left out. */
function gist({ to, cc, bcc, dropped, ...mail }: NewMail): unknown {
  const { from, replyTo, subject, text, html, template, tags, priority, attachments } = mail
  const all = [...to, ...cc, ...bcc, ...dropped].map(({ address }) => addressKey(address))
  return {
    ...{ from, replyTo, template, tags, priority, recipients: [...new Set(all)].sort() },
    said: template === null ? { subject, text, html } : null,
    files: attachments.map(({ name, contentType, size }) => ({ name, contentType, size })),
  }
}

function gone(): never {
  throw new TypeError('a mail that was just stored is not there')
}
