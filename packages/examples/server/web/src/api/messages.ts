import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keys } from './keys.ts'
import { apiBase, queryString, request } from './request.ts'
import type { Message, Page } from './types.ts'

export type MessagePages = InfiniteData<Page<Message>, string | null>

/** All messages of a conversation, oldest first: the newest are on the last page, so every page is fetched. */
export function useMessages(conversationId: string): UseInfiniteQueryResult<readonly Message[]> {
  const query = useInfiniteQuery({
    queryKey: keys.messages(conversationId),
    queryFn: ({ pageParam, signal }) => {
      const search = queryString({ cursor: pageParam, limit: 200 })
      return request<Page<Message>>(
        `/conversations/${encodeURIComponent(conversationId)}/messages${search}`,
        {
          signal,
        },
      )
    },
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    select: flatten,
  })
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  return query
}

/** Where the raw message can be downloaded. */
export function rawMessageUrl(messageId: string): string {
  return `${apiBase}/messages/${encodeURIComponent(messageId)}/raw`
}

const noCursor: string | null = null

function flatten(data: MessagePages): readonly Message[] {
  return data.pages.flatMap((page) => page.items)
}
