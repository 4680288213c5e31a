import { GuichetError } from '../errors.ts'
import type { MergeResult } from '../inbox-conversations.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Merge, MergedFields } from '../model/merge.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { type ApiContext, eventNow } from './api-context.ts'
import { lockConversations } from './live-conversation.ts'
import { messagesOf } from './remove-messages.ts'
import { moveMessages, settleConversation } from './settle-conversation.ts'

interface Merging {
  readonly id: string
  readonly into: string
  readonly actor: Actor
}

/**
 * Takes one conversation into another. Its id leads to the other one from now on, and so do the ids of its messages.
 * Throws `conflict` for conversations of two integrations (decision 0004) and for one with itself.
 */
export async function mergeConversations(
  tx: Transaction,
  ctx: ApiContext,
  { id, into: intoId, actor }: Merging,
): Promise<MergeResult> {
  const [from, into] = await lockConversations(tx, [id, intoId])
  if (from === undefined || into === undefined || from.id === into.id) {
    throw new GuichetError('conflict', 'into: these are one conversation already', { field: 'into' })
  }
  if (from.integrationId !== into.integrationId) {
    throw new GuichetError(
      'conflict',
      'into: these conversations are of two mailboxes, and each mailbox answers its own mail: nothing was merged',
      { field: 'into' },
    )
  }
  const [goes, stays] = [await messagesOf(tx, from.id), await messagesOf(tx, into.id)]
  const at = ctx.clock.now()
  const fields = mergedFields(from, into)
  const merge: Merge = {
    ...{
      id: ctx.clock.newId(),
      integrationId: into.integrationId,
      fromId: from.id,
      intoId: into.id,
      at,
      actor,
    },
    ...{ undoneAt: null, before: from, messageIds: goes.map((message) => message.id) },
    ...{ intoBefore: pick(into), intoAfter: fields },
  }
  await moveMessages(tx, goes, { cause: 'merge', from: from.id, to: into.id, actor, at })
  await tx.merges.insert(merge)
  await joinLists(tx, from, into)
  await tx.conversations.remove([from.id])
  const together = [...stays, ...goes].toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
  const merged = await settleConversation(tx, ctx, { ...into, ...fields }, together)
  await tx.conversations.update([merged])
  const data = { from: from.id, merge: merge.id, messages: goes.length }
  await tx.events.append([
    eventNow(ctx, { type: 'conversation.merged', actor, conversationId: into.id, data }),
  ])
  return { conversation: merged, mergeId: merge.id }
}

/** What waits in one of them waits in both. */
function mergedFields(from: Conversation, into: Conversation): MergedFields {
  const waits = from.status === 'new' || from.status === 'open'
  const isDone = into.status === 'resolved' || into.status === 'archived'
  return {
    status: waits && isDone ? 'open' : into.status,
    priority: from.priority === 'urgent' ? 'urgent' : into.priority,
    assigneeId: into.assigneeId ?? from.assigneeId,
  }
}

function pick({ status, priority, assigneeId }: Conversation): MergedFields {
  return { status, priority, assigneeId }
}

async function joinLists(tx: Transaction, from: Conversation, into: Conversation): Promise<void> {
  const participants = await tx.threads.participants([from.id])
  const lists = participants.filter(({ address }) => address.startsWith('list:'))
  await tx.threads.record(
    into.integrationId,
    [],
    lists.map(({ address }) => ({ conversationId: into.id, address })),
  )
}
