import { isDeepStrictEqual } from 'node:util'
import { keyUsed } from '../../idempotency-key.ts'
import { addressKey } from '../../model/address.ts'
import type { Mail, NewMail } from '../../model/mail.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { Actor } from '../../model/tenant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transaction } from '../../ports/storage.ts'
import { deliveryEvent } from '../delivery-event.ts'
import { findUnwanted, leaveOut, nobodyLeft } from '../leaving/leave-out.ts'
import { takeFiles } from './take-files.ts'

/** An upload that a mail takes. */
export interface TakenFile {
  readonly id: string
  /** What the HTML calls it. */
  readonly contentId: string | null
}

export interface MailRequest {
  readonly id: string
  readonly mailId: string
  readonly mail: Omit<NewMail, 'id' | 'mailId' | 'attachments' | 'authorId' | 'createdAt'>
  readonly files: readonly TakenFile[]
  readonly sendAt: Date | null
  readonly idempotencyKey: string | null
  readonly actor: Actor
}

/**
 * Queues a mail of the host application: the mail, its files, its outbox row and the job that sends it commit together.
 * One that nobody is left to get is kept as cancelled. An earlier mail of the same key is returned instead. Throws
 * `invalid-input` for files that are gone or too large together.
 */
export async function queueMail(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  request: MailRequest,
): Promise<Mail> {
  const earlier = await findEarlierMail(tx, request)
  if (earlier !== null) return earlier
  const { id, mailId, sendAt, idempotencyKey, actor } = request
  const mail: NewMail = {
    ...{ ...request.mail, id, mailId, attachments: await attachFiles(tx, request) },
    ...{ authorId: actor.kind === 'person' ? actor.id : null, createdAt: ctx.clock.now() },
  }
  const left = leaveOut(mail, await findUnwanted(tx, [mail]))
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

async function attachFiles(tx: Transaction, { id, files }: MailRequest): Promise<NewMail['attachments']> {
  const taken = await takeFiles(
    tx,
    id,
    files.map((file) => file.id),
  )
  return taken.flatMap(({ name, contentType, size, uploaded }) => {
    if (uploaded === undefined) return []
    const contentId = files.find((file) => file.id === uploaded.id)?.contentId ?? null
    const file = { name, contentType, size, blobKey: uploaded.blobKey }
    return [contentId === null ? file : { ...file, contentId }]
  })
}

/** The mail that was queued under this key. Throws `invalid-input` when the key stands for something else. */
export async function findEarlierMail(
  tx: Transaction,
  { mail, files, idempotencyKey }: MailRequest,
): Promise<Mail | null> {
  const entry = idempotencyKey === null ? null : await tx.outbox.findByIdempotencyKey(idempotencyKey)
  if (entry === null) return null
  const earlier = await tx.mails.get(entry.messageId)
  const isSame = earlier?.attachments.length === files.length && isDeepStrictEqual(gist(earlier), gist(mail))
  if (earlier === null || !isSame) throw keyUsed()
  return earlier
}

/** What was asked for. What a template made of it may have changed meanwhile, and so may who is left out. */
function gist({ to, cc, bcc, dropped, ...mail }: MailRequest['mail']): unknown {
  const { from, replyTo, subject, text, html, template, tags, priority } = mail
  const all = [...to, ...cc, ...bcc, ...dropped].map(({ address }) => addressKey(address))
  return {
    ...{ from, replyTo, template, tags, priority, recipients: [...new Set(all)].sort() },
    said: template === null ? { subject, text, html } : null,
  }
}

function gone(): never {
  throw new TypeError('a mail that was just stored is not there')
}
