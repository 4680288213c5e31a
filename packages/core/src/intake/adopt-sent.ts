import { addressKey } from '../model/address.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'
import type { KnownMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'
import { rememberCorrespondents } from './remember-correspondents.ts'

/**
 * Somebody who answers from another mail client and puts our own mailbox in copy is seen twice: first in the inbox,
 * where it looks like mail from ourselves, then among the sent mail. The second look tells which it is.
 */
export async function adoptSent(
  tx: Transaction,
  ctx: IntakeContext,
  known: readonly KnownMessage[],
): Promise<void> {
  const adopted: Message[] = []
  for (const { id, received } of known) {
    const message = received.sentByUs ? await tx.messages.get(id) : null
    if (message?.direction !== 'inbound' || !isFromOurselves(ctx, message)) continue
    adopted.push(await adopt(tx, message, received))
  }
  await rememberCorrespondents(tx, adopted)
}

/** A sent folder may also hold what people filed there by hand. */
function isFromOurselves({ identity }: IntakeContext, { from }: Message): boolean {
  return from !== null && addressKey(from.address) === addressKey(identity.address)
}

async function adopt(
  tx: Transaction,
  message: Message,
  { isHistory }: { readonly isHistory: boolean },
): Promise<Message> {
  const delivery = { state: 'sent', attempts: 0, error: null, nextAttemptAt: null } as const
  const adopted: Message = { ...message, direction: 'outbound', delivery }
  await tx.messages.remove([message.id])
  await tx.messages.insert([adopted])
  const [conversation] = await tx.conversations.getForUpdate([message.conversationId])
  const status = conversation && statusAfter(conversation, message, isHistory)
  if (conversation !== undefined && status !== undefined && status !== conversation.status)
    await tx.conversations.update([{ ...conversation, status, version: conversation.version + 1 }])
  return adopted
}

function statusAfter(
  conversation: Conversation,
  message: Message,
  isHistory: boolean,
): Conversation['status'] {
  const isLastWord = conversation.lastMessageId === message.id && message.verdict === 'person'
  if (!isLastWord || conversation.status !== 'new') return conversation.status
  return conversation.messageCount === 1 || isHistory ? 'resolved' : 'open'
}
