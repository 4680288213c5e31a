import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { queryString, request } from './request.ts'
import type { Conversation, Page } from './types.ts'

export type ConversationPages = InfiniteData<Page<Conversation>, string | null>

/** Conversations of a folder (`*` for every folder), latest first, page after page. */
export function useConversations(
  folder: string,
  status: string | null,
): UseInfiniteQueryResult<readonly Conversation[]> {
  return useInfiniteQuery({
    queryKey: keys.conversationList(folder, status),
    queryFn: ({ pageParam, signal }) => {
      const query = { folder: folder === '*' ? null : folder, status, cursor: pageParam, limit: 50 }
      return request<Page<Conversation>>(`/conversations${queryString(query)}`, { signal })
    },
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    select: flatten,
  })
}

/** One conversation; null asks for nothing. */
export function useConversation(id: string | null): UseQueryResult<Conversation> {
  return useQuery({
    queryKey: keys.conversation(id ?? ''),
    queryFn: ({ signal }) =>
      request<Conversation>(`/conversations/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== null,
  })
}

const noCursor: string | null = null

/** A conversation that moved up between two pages comes twice; the first place is the newer one. */
function flatten(pages: ConversationPages): readonly Conversation[] {
  const found = new Map<string, Conversation>()
  for (const page of pages.pages) {
    for (const item of page.items) if (!found.has(item.id)) found.set(item.id, item)
  }
  return [...found.values()]
}
