import { GuichetError } from '../errors.ts'
import type { Conversation } from '../model/conversation.ts'
import type { InboxEventType } from '../model/event.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { keepFromLeaving } from '../sending/keep-from-leaving.ts'
import { type ApiContext, eventNow, within } from './api-context.ts'
import { found } from './find.ts'
import { lockConversations } from './live-conversation.ts'
import { settleConversation } from './settle-conversation.ts'

/**
 * Deletes a conversation and everything in it, raw originals included. What the mailbox still has of it does not come
 * back: the claims of its messages stay. The id of a merged conversation deletes what it was merged into, as it leads
 * there everywhere. Throws `not-found`, and `conflict` while an answer of it is being sent.
 */
export async function removeConversation(ctx: ApiContext, id: string, actor: Actor): Promise<void> {
  const removed = await within(ctx, async (tx) => {
    const [conversation] = await lockConversations(tx, [id])
    if (conversation === undefined)
      throw new GuichetError('not-found', 'there is no conversation with this id')
    const messages = await messagesOf(tx, conversation.id)
    await deleteConversation(tx, conversation, messages)
    await tell(tx, ctx, { type: 'conversation.removed', conversation, actor, messages })
    return bytesOf(tx, messages)
  })
  // After the commit: bytes without a row are only space, a row without its bytes would be a lie.
  await ctx.blobs.remove(removed)
}

/** Deletes one message, and the conversation with its last one. Throws like `removeConversation`. */
export async function removeMessage(ctx: ApiContext, id: string, actor: Actor): Promise<void> {
  const removed = await within(ctx, async (tx) => {
    const { conversationId } = await found('message', id, tx.messages.get)
    const conversation = await found('conversation', conversationId, (known) => lock(tx, known))
    const all = await messagesOf(tx, conversationId)
    const message = all.find((one) => one.id === id)
    if (message === undefined) throw new GuichetError('conflict', 'the message was moved just now: try again')
    const rest = all.filter((one) => one !== message)
    if (rest.length === 0) await deleteConversation(tx, conversation, all)
    else await deleteFrom(tx, ctx, { conversation, message, rest })
    const type = rest.length === 0 ? 'conversation.removed' : 'message.removed'
    await tell(tx, ctx, { type, conversation, actor, messages: [message] })
    return bytesOf(tx, [message])
  })
  // After the commit: bytes without a row are only space, a row without its bytes would be a lie.
  await ctx.blobs.remove(removed)
}

/** Deletes a conversation with all its messages, in the caller's transaction. */
export async function deleteConversation(
  tx: Transaction,
  { id, integrationId }: Conversation,
  messages: readonly Message[],
): Promise<void> {
  for (const message of messages) await assertNotSending(tx, message)
  await tx.messages.remove(messages.map((message) => message.id))
  const mailIds = messages.flatMap(({ mailId, inReplyTo, references }) => [
    ...(mailId === null ? [] : [mailId]),
    ...inReplyTo,
    ...references,
  ])
  await tx.threads.forget(integrationId, id, [...new Set(mailIds)])
  await tx.conversations.remove([id])
}

interface DeletionFrom {
  readonly conversation: Conversation
  readonly message: Message
  readonly rest: readonly Message[]
}

/** The ids of the message go on leading to the conversation: answers to what was deleted still belong there. */
async function deleteFrom(
  tx: Transaction,
  ctx: ApiContext,
  { conversation, message, rest }: DeletionFrom,
): Promise<void> {
  await assertNotSending(tx, message)
  await tx.messages.remove([message.id])
  await tx.conversations.update([await settleConversation(tx, ctx, conversation, rest)])
}

/** Nothing of it begins to leave any more. One that has begun meanwhile refuses the deletion. */
async function assertNotSending(tx: Transaction, { id, delivery }: Message): Promise<void> {
  if (delivery?.state === 'ready' && (await keepFromLeaving(tx, id))) return
  if (delivery?.state !== 'ready' && delivery?.state !== 'sending') return
  throw new GuichetError('conflict', 'an answer is being sent at this moment: try again in two minutes')
}

async function lock(tx: Transaction, id: string): Promise<Conversation | null> {
  return (await tx.conversations.getForUpdate([id]))[0] ?? null
}

/** All messages of a conversation, oldest first. */
export async function messagesOf(tx: Transaction, conversationId: string): Promise<readonly Message[]> {
  const messages: Message[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof tx.messages.list>> = await tx.messages.list(conversationId, {
      cursor,
      limit: 200,
    })
    messages.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return messages
}

interface Removal {
  readonly type: InboxEventType
  readonly conversation: Conversation
  readonly actor: Actor
  readonly messages: readonly Message[]
}

async function tell(tx: Transaction, ctx: ApiContext, removal: Removal): Promise<void> {
  const { type, conversation, actor, messages } = removal
  const [only] = messages
  await tx.events.append([
    eventNow(ctx, {
      ...{ type, actor, conversationId: conversation.id, integrationId: conversation.integrationId },
      messageId: type === 'message.removed' ? (only?.id ?? null) : null,
      data: { messages: messages.length },
    }),
  ])
}

/** The blob keys of what messages had. A file that was taken back may go with another message by now, and stays with it. */
async function bytesOf(tx: Transaction, messages: readonly Message[]): Promise<readonly string[]> {
  const uploaded = await tx.uploads.removeOf(messages.map(({ id }) => id))
  const own = messages.flatMap(({ rawKey, attachments }) => [
    rawKey ?? [],
    ...attachments.map((one) => one.fetched?.blobKey ?? []),
  ])
  return [...own.flat(), ...uploaded]
}
