import { GuichetError } from '../errors.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Transaction } from '../ports/storage.ts'
import { found } from './find.ts'

/** The conversation of this id, or the one it was merged into, however often. Throws `not-found`. */
export function liveConversation(tx: Transaction, id: string): Promise<Conversation> {
  return found('conversation', id, (known) => liveOrGone(tx, known))
}

/** Like `liveConversation`; null when it was deleted. */
export async function liveOrGone(tx: Transaction, id: string): Promise<Conversation | null> {
  const conversation = await tx.conversations.get(id)
  if (conversation !== null) return conversation
  const place = (await tx.merges.resolve([id])).get(id)
  return place === undefined ? null : tx.conversations.get(place)
}

/** Live conversations, locked together in one order. Throws `not-found`, and `conflict` when one goes meanwhile. */
export async function lockConversations(
  tx: Transaction,
  ids: readonly string[],
): Promise<readonly Conversation[]> {
  const live: string[] = []
  for (const id of ids) live.push((await liveConversation(tx, id)).id)
  const wanted = [...new Set(live)]
  const locked = new Map((await tx.conversations.getForUpdate(wanted)).map((one) => [one.id, one]))
  return live.map((id) => {
    const conversation = locked.get(id)
    if (conversation !== undefined) return conversation
    throw new GuichetError('conflict', 'somebody changed this conversation just now: look, then try again')
  })
}
