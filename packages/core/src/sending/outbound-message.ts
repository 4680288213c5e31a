import type { Address } from '../model/address.ts'
import type { Message } from '../model/message.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import type { OutboundMessage } from '../ports/outbound-message.ts'

/** What is handed to a channel: the same at every attempt, and for the copy of what was sent. */
export function outboundMessage(
  message: Message,
  from: Address,
  { html, template, dueAt }: Pick<OutboxEntry, 'html' | 'template' | 'dueAt'>,
): OutboundMessage {
  const { id, to, cc, subject, text, references, inReplyTo, mailId, sentAt, receivedAt } = message
  const [replyTo] = message.replyTo
  return {
    id,
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    to,
    cc,
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
