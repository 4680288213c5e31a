import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import { useCallback } from 'react'
import { allFolders, type StatusFilter } from '../state/location.ts'
import { keys } from './keys.ts'
import { queryString, request } from './request.ts'
import type { Conversation, Page } from './types.ts'

export type ConversationPages = InfiniteData<Page<Conversation>, string | null>

/** Conversations of a folder (`*` for every folder), latest first, page after page. */
export function useConversations(
  folder: string,
  status: StatusFilter,
): UseInfiniteQueryResult<readonly Conversation[]> {
  return useInfiniteQuery({
    queryKey: keys.conversationList(folder, status),
    queryFn: ({ pageParam, signal }) => {
      const query = {
        folder: folder === allFolders ? null : folder,
        status: status === 'all' ? null : status,
        cursor: pageParam,
        limit: 50,
      }
      return request<Page<Conversation>>(`/conversations${queryString(query)}`, { signal })
    },
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    select: useCallback((pages: ConversationPages) => flatten(pages, status), [status]),
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

/**
 * A conversation that moved up between two pages comes twice; the first place is the newer one. One that was
 * just resolved here leaves the list before the server has answered.
 */
function flatten(pages: ConversationPages, status: StatusFilter): readonly Conversation[] {
  const found = new Map<string, Conversation>()
  for (const page of pages.pages) {
    for (const item of page.items) if (!found.has(item.id) && isShown(item, status)) found.set(item.id, item)
  }
  return [...found.values()]
}

function isShown({ status, priority }: Conversation, filter: StatusFilter): boolean {
  if (filter === 'all') return true
  if (filter === 'urgent') return priority === 'urgent'
  return filter === 'active' ? status === 'new' || status === 'open' : status === filter
}
