import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import type { Transaction } from '../../ports/storage.ts'

/**
 * The message that an answer in this conversation answers: its last one. A report stands last in the conversation of
 * the message it is about; whom to write to is in that message. What was passed on to others is not answered.
 */
export async function messageToAnswer(
  tx: Transaction,
  { lastMessageId }: Pick<Conversation, 'lastMessageId'>,
): Promise<Message | null> {
  const last = await latestThatStands(tx, lastMessageId)
  if (last?.threading.rule !== 'report') return last
  const sent = await tx.arrivals.findSent([last.threading.evidence])
  const original = sent.find(({ conversationId }) => conversationId === last.conversationId)
  return original === undefined ? last : tx.messages.get(original.id)
}

/** An answer that was taken back is no message: whoever writes another one answers what the first one answered. */
async function latestThatStands(tx: Transaction, id: string): Promise<Message | null> {
  const message = await tx.messages.get(id)
  const wasTakenBack = message?.delivery?.state === 'cancelled' && message.threading.rule === 'reply'
  if (message === null || !(wasTakenBack || message.threading.rule === 'forward')) return message
  const before = await latestThatStands(tx, message.threading.evidence)
  // A split may have taken them apart.
  return before?.conversationId === message.conversationId ? before : message
}
