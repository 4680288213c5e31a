import type { Conversation } from '../api/types.ts'
import { recall, remember } from './storage.ts'
import { createStore, type Store, useStore } from './store.ts'

/** Old entries leave first; what was last read that long ago is not missed. */
const maxEntries = 2_000

/** The last message seen of each conversation, in this browser: reading leaves no trace on the server. */
const seen: Store<ReadonlyMap<string, string>> = createStore(load())

/** Whether a conversation is unread: new and never opened here, or with messages since it was. */
export function useIsUnread(): (conversation: Conversation) => boolean {
  const known = useStore(seen)
  return ({ id, status, lastMessageId }) => {
    const last = known.get(id)
    return last === undefined ? status === 'new' : last !== lastMessageId
  }
}

export function markSeen(conversationId: string, lastMessageId: string): void {
  const known = seen.get()
  if (known.get(conversationId) === lastMessageId) return
  const others = [...known].filter(([id]) => id !== conversationId)
  const next = new Map([...others, [conversationId, lastMessageId] as const].slice(-maxEntries))
  seen.set(next)
  remember('seen', [...next].map((entry) => entry.join(' ')).join('\n'))
}

function load(): ReadonlyMap<string, string> {
  const lines = (recall('seen') ?? '').split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const [id = '', last = ''] = line.split(' ')
      return [id, last] as const
    }),
  )
}
