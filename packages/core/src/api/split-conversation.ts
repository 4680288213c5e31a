import { GuichetError } from '../errors.ts'
import { baseSubject } from '../model/base-subject.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { type ApiContext, eventNow } from './api-context.ts'
import { lockConversations } from './live-conversation.ts'
import { messagesOf } from './remove-messages.ts'
import { moveMessages, settleConversation } from './settle-conversation.ts'

interface Splitting {
  readonly id: string
  readonly messageIds: readonly string[]
  readonly actor: Actor
}

/**
 * Takes messages out of a conversation into a new one, in the same folder and with the same person at work. Answers to
 * them follow. Throws `invalid-input` for messages that are not in it, and for all of them.
 */
export async function splitConversation(
  tx: Transaction,
  ctx: ApiContext,
  { id, messageIds, actor }: Splitting,
): Promise<Conversation> {
  const [source] = await lockConversations(tx, [id])
  if (source === undefined) throw new GuichetError('not-found', 'there is no conversation with this id')
  const wanted = new Set(messageIds)
  const all = await messagesOf(tx, source.id)
  const [goes, stays] = [all.filter((one) => wanted.has(one.id)), all.filter((one) => !wanted.has(one.id))]
  if (goes.length === 0 || goes.length < wanted.size) throw wrong('name messages of this conversation')
  if (stays.length === 0) throw wrong('one message has to stay: name fewer')

  const conversationId = ctx.clock.newId()
  const at = ctx.clock.now()
  await moveMessages(tx, goes, { cause: 'split', from: source.id, to: conversationId, actor, at })
  await tx.threads.lead(source.integrationId, idsToLead(goes, stays), conversationId)
  await keepLists(tx, source, conversationId)
  const bare: Conversation = {
    ...source,
    ...{ id: conversationId, possiblyRelated: source.id, version: 0, createdAt: at },
  }
  const opened = await settleConversation(tx, ctx, bare, goes)
  const left = await settleConversation(tx, ctx, source, stays)
  await tx.conversations.insert([{ ...opened, baseSubject: baseSubject(opened.subject) }])
  await tx.conversations.update([left])
  const data = { from: source.id, messages: goes.length }
  await tx.events.append([eventNow(ctx, { type: 'conversation.split', actor, conversationId, data })])
  return opened
}

/** Their own ids, and those that only they refer to. */
function idsToLead(goes: readonly Message[], stays: readonly Message[]): readonly string[] {
  const own = goes.flatMap(({ mailId }) => (mailId === null ? [] : [mailId]))
  const known = new Set(stays.flatMap((one) => [one.mailId ?? '', ...one.references, ...one.inReplyTo]))
  const mentioned = goes.flatMap(({ references, inReplyTo }) => [...references, ...inReplyTo])
  return [...new Set([...own, ...mentioned.filter((mailId) => !known.has(mailId))])]
}

async function keepLists(tx: Transaction, source: Conversation, conversationId: string): Promise<void> {
  const participants = await tx.threads.participants([source.id])
  const lists = participants.filter(({ address }) => address.startsWith('list:'))
  await tx.threads.record(
    source.integrationId,
    [],
    lists.map(({ address }) => ({ conversationId, address })),
  )
}

function wrong(sentence: string): GuichetError {
  return new GuichetError('invalid-input', `messageIds: ${sentence}`, { field: 'messageIds' })
}
