import type { Conversation } from '../../model/conversation.ts'
import { innerMap, type MemoryContext } from './tables.ts'

/** Keeps the counters in step with a change of a conversation; null stands for one that does not exist. */
export function countChange(
  context: MemoryContext,
  before: Conversation | null,
  after: Conversation | null,
): void {
  if (before !== null) add(context, before, -1)
  if (after !== null) add(context, after, 1)
}

function add(context: MemoryContext, { folderId, status }: Conversation, step: 1 | -1): void {
  const counters = innerMap(context.tables().folderCounts, folderId)
  const count = (counters.get(status) ?? 0) + step
  if (count === 0) context.journal.delete(counters, status)
  else context.journal.set(counters, status, count)
}
