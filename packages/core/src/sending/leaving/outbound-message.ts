import type { Address } from '../../model/address.ts'
import type { Message } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import type { OutboundAttachment, OutboundMessage } from '../../ports/outbound-message.ts'
import { outboundFile } from './outbound-file.ts'

/** What is handed to a channel: the same at every attempt, and for the copy of what was sent. */
export function outboundMessage(
  message: Message,
  from: Address,
  {
    entry,
    blobs,
  }: { readonly entry: Pick<OutboxEntry, 'html' | 'template' | 'dueAt'>; readonly blobs: BlobStore },
): OutboundMessage {
  const { html, template, dueAt } = entry
  const { id, to, cc, bcc, subject, text, references, inReplyTo, mailId, sentAt, receivedAt } = message
  const [replyTo] = message.replyTo
  return {
    id,
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    to,
    cc,
    ...(bcc === undefined ? {} : { bcc }),
    ...(message.attachments.length === 0 ? {} : { attachments: filesOf(message, blobs) }),
    subject,
    text,
    html,
    mailId,
    ...(template === null ? {} : { template }),
    references,
    inReplyTo: inReplyTo[0] ?? null,
    // A mail that was written last week is dated when it leaves.
    date: dueAt ?? sentAt ?? receivedAt,
  }
}

function filesOf({ attachments }: Message, blobs: BlobStore): readonly OutboundAttachment[] {
  return attachments.flatMap(({ name, contentType, uploaded }) =>
    uploaded === undefined ? [] : [outboundFile(blobs, { name, contentType, blobKey: uploaded.blobKey })],
  )
}
