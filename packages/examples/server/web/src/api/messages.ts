import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import { keys } from './keys.ts'
import { apiBase, queryString, request } from './request.ts'
import type { Message, Page } from './types.ts'

export type MessagePages = InfiniteData<Page<Message>, string | null>

/** All messages of a conversation, oldest first: the newest are on the last page, so every page is fetched. */
export function useMessages(conversationId: string): UseInfiniteQueryResult<readonly Message[]> {
  const query = useInfiniteQuery({ ...pagesOf(conversationId), select: flatten })
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  return query
}

/** Those messages, asked for once: what the page knows of them already, or else the server. */
export async function fetchMessages(
  client: QueryClient,
  conversationId: string,
): Promise<readonly Message[]> {
  return flatten(await client.fetchInfiniteQuery({ ...pagesOf(conversationId), pages: mostPages }))
}

const mostPages = 100

function pagesOf(conversationId: string) {
  return infiniteQueryOptions({
    queryKey: keys.messages(conversationId),
    queryFn: ({ pageParam, signal }) => {
      const search = queryString({ cursor: pageParam, limit: 200 })
      const path = `/conversations/${encodeURIComponent(conversationId)}/messages${search}`
      return request<Page<Message>>(path, { signal })
    },
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Where the raw message can be downloaded. */
export function rawMessageUrl(messageId: string): string {
  return `${apiBase}/messages/${encodeURIComponent(messageId)}/raw`
}

const noCursor: string | null = null

function flatten(data: MessagePages): readonly Message[] {
  return data.pages.flatMap((page) => page.items)
}
