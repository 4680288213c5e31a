import { GuichetError } from '../errors.ts'
import type { Mail } from '../model/mail.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import type { BlobStore } from '../ports/blobs.ts'
import type { MailRecipients } from '../ports/mail-records.ts'
import type { OutboundMessage } from '../ports/outbound-message.ts'
import type { Transaction } from '../ports/storage.ts'
import { deliveryEvent } from './delivery-event.ts'
import { cancelled, type Dispatch } from './dispatch.ts'
import { findUnwanted, leaveOut, nobodyLeft, type Unwanted } from './leave-out.ts'
import type { SendingContext } from './sending-context.ts'

/** Mails that are to leave, and who must not get them any more. */
export interface OpenedMails {
  readonly byId: ReadonlyMap<string, Mail>
  readonly unwanted: Unwanted
}

export async function openMails(tx: Transaction, entries: readonly OutboxEntry[]): Promise<OpenedMails> {
  const own = entries.filter(({ integrationId }) => integrationId === null)
  if (own.length === 0) return { byId: new Map(), unwanted: new Map() }
  const mails = await tx.mails.find(own.map(({ messageId }) => messageId))
  const byId = new Map(mails.map((mail) => [mail.id, mail]))
  return { byId, unwanted: await findUnwanted(tx, mails) }
}

/** A mail of the host application and its sender. Whoever's address was marked since it was written is left out. */
export async function prepareMail(
  tx: Transaction,
  { sender, blobs, clock }: Pick<SendingContext, 'sender' | 'blobs' | 'clock'>,
  entry: OutboxEntry,
  { byId, unwanted }: OpenedMails,
): Promise<Dispatch> {
  const mail = byId.get(entry.messageId)
  if (mail === undefined) throw new GuichetError('not-found', 'this mail was removed')
  const left = leaveOut(mail, unwanted)
  if (left !== mail) {
    await tx.mails.leaveOut(mail.id, left)
    const data = { leftOut: left.dropped.length - mail.dropped.length }
    await tx.events.append([
      { ...(await deliveryEvent(tx, { clock }, entry)), type: 'message.changed', data },
    ])
  }
  const refusal = nobodyLeft(left)
  if (refusal !== null) return cancelled(entry, refusal)
  if (sender === undefined) throw noSender()
  const outbound = outboundMail(blobs, { ...mail, ...left }, entry)
  return { entry, via: sender.name, send: () => sender.send(outbound, tx.tenant) }
}

/** The host has been told of no way to send its own mail. */
export function noSender(): GuichetError {
  const sentence = 'this inbox cannot send mail of the application: give `createInbox` its `senders`'
  return new GuichetError('conflict', sentence, { field: 'senders', retry: 'after-fix' })
}

/** The same at every attempt. */
function outboundMail(
  blobs: BlobStore,
  mail: Mail & MailRecipients,
  { dueAt }: Pick<OutboxEntry, 'dueAt'>,
): OutboundMessage {
  const { id, mailId, from, replyTo, to, cc, bcc, subject, text, html, priority, automatic } = mail
  return {
    ...{ id, mailId, from, to, cc, bcc, subject, text, html },
    ...(replyTo === null ? {} : { replyTo }),
    ...(priority === 'normal' ? {} : { priority }),
    ...(automatic ? { automatic: 'notice' as const } : {}),
    attachments: mail.attachments.map(({ name, contentType, contentId, blobKey }) => ({
      ...{ name, contentType, open: () => blobs.open(blobKey) },
      ...(contentId === undefined ? {} : { contentId }),
    })),
    ...{ inReplyTo: null, references: [] },
    date: dueAt ?? mail.createdAt,
  }
}
