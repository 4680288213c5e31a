import { GuichetError } from '../errors.ts'
import type { Attachment, FetchState, Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'

export interface Settlement {
  readonly messageId: string
  readonly index: number
  /** The state that the file must be in: somebody else may have settled it meanwhile. */
  readonly from: FetchState['state']
  readonly attachment: Attachment
  readonly actor: Actor
}

/**
 * Writes down how far a file is, and tells. False, and nothing changed, when it is in another state by now or the
 * message was erased. Its conversation is locked, as erasing does: whoever erases the message sees its file.
 */
export async function settleFile(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  { messageId, index, from, attachment, actor }: Settlement,
): Promise<boolean> {
  const message = await lockMessage(tx, messageId)
  if (message === null || !(await tx.messages.updateAttachment(messageId, index, { from, attachment })))
    return false
  const { conversationId, integrationId } = message
  await tx.events.append([
    {
      ...{ id: ctx.clock.newId(), type: 'message.changed', at: ctx.clock.now(), actor },
      ...{ conversationId, messageId, integrationId },
      data: { attachment: index, fetched: attachment.fetched?.state ?? null },
    },
  ])
  return true
}

async function lockMessage(tx: Transaction, id: string): Promise<Message | null> {
  const before = await tx.messages.get(id)
  if (before === null) return null
  await tx.conversations.getForUpdate([before.conversationId])
  const message = await tx.messages.get(id)
  if (message === null || message.conversationId === before.conversationId) return message
  throw new GuichetError('conflict', 'the message was moved just now: try again', { retry: 'later' })
}
