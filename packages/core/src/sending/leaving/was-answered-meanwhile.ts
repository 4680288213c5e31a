import type { Message } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { Transaction } from '../../ports/storage.ts'

/**
 * Whether an automatic answer, which an outbound message with the verdict `auto-reply` is, comes too late: a person
 * answered the same message, here or from another mail client. Asked in the transaction that takes the message past
 * the point of no return, so that an answer stored before it always wins. What people write is always sent.
 */
export async function wasAnsweredMeanwhile(tx: Transaction, message: Message): Promise<boolean> {
  if (message.verdict !== 'auto-reply') return false
  const answered = await tx.messages.get(message.threading.evidence)
  if (answered === null) return false
  return tx.messages.wasAnsweredSince(message.conversationId, answered.receivedAt)
}

/**
 * Whether an answer that is to be cancelled then comes after a message of the customer: one that was stored after the
 * answer was written, and is newer than what it answers. What a mailbox gives up of its past is no news. Who says "send
 * it now" has decided himself.
 */
export async function wasWrittenMeanwhile(
  tx: Transaction,
  { cancelIfAnswered, isScheduled }: OutboxEntry,
  message: Message,
): Promise<boolean> {
  if (!cancelIfAnswered || !isScheduled) return false
  const answered = await tx.messages.get(message.threading.evidence)
  const since = answered?.receivedAt ?? message.receivedAt
  return tx.messages.wasWrittenSince(message.conversationId, { afterId: message.id, since })
}
