import { type QueryClient, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ConversationPages } from './conversations.ts'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { Conversation, ConversationChanges } from './types.ts'

export interface ConversationChange {
  readonly id: string
  readonly changes: ConversationChanges
}

/** Changes a conversation: shown at once, taken back when the server refuses. */
export function useChangeConversation(): UseMutationResult<Conversation, Error, ConversationChange, Before> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, changes }: ConversationChange) =>
      request<Conversation>(`/conversations/${encodeURIComponent(id)}`, { method: 'PATCH', body: changes }),
    onMutate: async ({ id, changes }) => {
      await client.cancelQueries({ queryKey: keys.conversations })
      await client.cancelQueries({ queryKey: keys.conversation(id) })
      const before = remember(client, id)
      const { status, priority } = changes
      show(client, id, { ...(status && { status }), ...(priority && { priority }) })
      return before
    },
    onError: (_error, { id }, before) => {
      if (before === undefined) return
      client.setQueryData(keys.conversation(id), before.conversation)
      for (const [key, pages] of before.lists) client.setQueryData(key, pages)
    },
    onSuccess: (conversation) => show(client, conversation.id, conversation),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.conversations })
      await client.invalidateQueries({ queryKey: keys.folders })
    },
  })
}

interface Before {
  readonly conversation: Conversation | undefined
  readonly lists: [readonly unknown[], ConversationPages | undefined][]
}

function remember(client: QueryClient, id: string): Before {
  return {
    conversation: client.getQueryData<Conversation>(keys.conversation(id)),
    lists: client.getQueriesData<ConversationPages>({ queryKey: keys.conversations }),
  }
}

function show(client: QueryClient, id: string, changes: Partial<Conversation>): void {
  const apply = (item: Conversation): Conversation => (item.id === id ? { ...item, ...changes } : item)
  client.setQueryData<Conversation>(keys.conversation(id), (item) => item && apply(item))
  client.setQueriesData<ConversationPages>({ queryKey: keys.conversations }, (data) =>
    data === undefined
      ? data
      : { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(apply) })) },
  )
}
