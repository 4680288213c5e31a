import { GuichetError } from '../../errors.ts'
import type { Mail } from '../../model/mail.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import type { MailRecipients } from '../../ports/mail-records.ts'
import type { OutboundMessage } from '../../ports/outbound-message.ts'
import type { Transaction } from '../../ports/storage.ts'
import { deliveryEvent } from '../delivery-event.ts'
import type { SendingContext } from '../sending-context.ts'
import { bytesOf, cancelled, type Dispatch } from './dispatch.ts'
import { leaveOut, nobodyLeft, type Unwanted } from './leave-out.ts'
import { outboundFile } from './outbound-file.ts'

/** The mails of the host application among what is to leave, by their ids. */
export async function openMails(
  tx: Transaction,
  entries: readonly OutboxEntry[],
): Promise<ReadonlyMap<string, Mail>> {
  const own = entries.filter(({ integrationId }) => integrationId === null)
  const mails = own.length === 0 ? [] : await tx.mails.find(own.map(({ messageId }) => messageId))
  return new Map(mails.map((mail) => [mail.id, mail]))
}

/** A mail of the host application and its sender. Whoever's address was marked since it was written is left out. */
export async function prepareMail(
  tx: Transaction,
  { sender, blobs, clock }: Pick<SendingContext, 'sender' | 'blobs' | 'clock'>,
  entry: OutboxEntry,
  { mail, unwanted }: { readonly mail: Mail | undefined; readonly unwanted: Unwanted },
): Promise<Dispatch> {
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
  const fileBytes = bytesOf(mail.attachments)
  return { entry, via: sender.name, fileBytes, send: () => sender.send(outbound, tx.tenant) }
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
    attachments: mail.attachments.map((file) => outboundFile(blobs, file)),
    ...{ inReplyTo: null, references: [] },
    date: dueAt ?? mail.createdAt,
  }
}
