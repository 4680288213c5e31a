import type { Conversation } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'

/**
 * The message that an answer in this conversation answers: its last one. A report stands last in the conversation of
 * the message it is about; whom to write to is in that message.
 */
export async function messageToAnswer(
  tx: Transaction,
  { lastMessageId }: Pick<Conversation, 'lastMessageId'>,
): Promise<Message | null> {
  const last = await tx.messages.get(lastMessageId)
  if (last?.threading.rule !== 'report') return last
  const sent = await tx.arrivals.findSent([last.threading.evidence])
  const original = sent.find(({ conversationId }) => conversationId === last.conversationId)
  return original === undefined ? last : tx.messages.get(original.id)
}
