import { GuichetError } from '../errors.ts'
import { baseSubject } from '../model/base-subject.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Merge, MergedFields } from '../model/merge.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { replyTrees, withAnswers } from '../threading/reply-tree.ts'
import { type ApiContext, eventNow } from './api-context.ts'
import { found } from './find.ts'
import { liveOrGone, lockConversations } from './live-conversation.ts'
import { messagesOf } from './remove-messages.ts'
import { moveMessages, settleConversation } from './settle-conversation.ts'

/**
 * Takes a conversation out again, as it was, with what answered it since. Messages that were split off meanwhile stay
 * where they are. Throws `conflict` when it was taken out already, when what it was merged into was deleted, or when one
 * of the two would be left empty.
 */
export async function unmergeConversations(
  tx: Transaction,
  ctx: ApiContext,
  mergeId: string,
  actor: Actor,
): Promise<Conversation> {
  const merge = await found('merge', mergeId, tx.merges.get)
  if (merge.undoneAt !== null) throw conflict('this merge was undone already')
  const gone = (await liveOrGone(tx, merge.intoId)) === null
  const [root] = gone ? [] : await lockConversations(tx, [merge.intoId])
  if (root === undefined)
    throw conflict('the conversation it was merged into was deleted, and what was merged with it')
  const all = await messagesOf(tx, root.id)
  const goes = leaving(merge, all)
  const stays = all.filter((message) => !goes.includes(message))
  if (goes.length === 0) throw conflict('the messages of that conversation are elsewhere by now')
  if (stays.length === 0) throw conflict('nothing would remain in the other conversation')

  const at = ctx.clock.now()
  const { fromId } = merge
  await tx.merges.undo(merge.id, at)
  await moveMessages(tx, goes, { cause: 'unmerge', from: root.id, to: fromId, actor, at })
  const own = goes.flatMap(({ mailId }) => (mailId === null ? [] : [mailId]))
  await tx.threads.lead(root.integrationId, own, fromId)
  const restored = await settleConversation(tx, ctx, await restoredFrom(tx, merge, root), goes)
  const left = await settleConversation(tx, ctx, { ...root, ...fieldsBefore(merge, root) }, stays)
  await tx.conversations.insert([{ ...restored, baseSubject: baseSubject(restored.subject) }])
  await tx.conversations.update([left])
  const data = { from: root.id, merge: merge.id, messages: goes.length }
  await tx.events.append([
    eventNow(ctx, { type: 'conversation.unmerged', actor, conversationId: fromId, data }),
  ])
  return restored
}

/** What was merged, and what came since and answers it. */
function leaving(merge: Merge, all: readonly Message[]): readonly Message[] {
  const merged = new Set(merge.messageIds)
  const placed = all.map((message) => ({ ...pickIds(message), at: message.receivedAt, message }))
  const answers = withAnswers(replyTrees(placed), ({ message }) => merged.has(message.id))
  const since = new Set(answers.filter(({ at }) => at >= merge.at).map(({ message }) => message.id))
  return all.filter(({ id }) => merged.has(id) || since.has(id))
}

function pickIds({
  mailId,
  inReplyTo,
  references,
}: Message): Pick<Message, 'mailId' | 'inReplyTo' | 'references'> {
  return { mailId, inReplyTo, references }
}

async function restoredFrom(tx: Transaction, { before }: Merge, root: Conversation): Promise<Conversation> {
  const folder = await tx.folders.get(before.folderId)
  return {
    ...before,
    folderId: folder === null ? root.folderId : before.folderId,
    version: Math.max(before.version, root.version),
  }
}

/** What the merge changed of the other conversation and nobody changed since. */
function fieldsBefore({ intoId, intoBefore, intoAfter }: Merge, root: Conversation): MergedFields {
  const { status, priority, assigneeId } = root
  if (root.id !== intoId) return { status, priority, assigneeId }
  return {
    status: status === intoAfter.status ? intoBefore.status : status,
    priority: priority === intoAfter.priority ? intoBefore.priority : priority,
    assigneeId: assigneeId === intoAfter.assigneeId ? intoBefore.assigneeId : assigneeId,
  }
}

function conflict(sentence: string): GuichetError {
  return new GuichetError('conflict', sentence)
}
