import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import type { ListName } from '../state/location.ts'
import { keys } from './keys.ts'
import { queryString, request } from './request.ts'
import type { Message, Page } from './types.ts'

const paths: Readonly<Record<ListName, string>> = { planned: '/scheduled', unsent: '/unsent' }
const noCursor: string | null = null

/** Answers that wait for their time, or that should have left and have not surely; events keep them fresh. */
export function useOutgoing(list: ListName): UseInfiniteQueryResult<readonly Message[]> {
  return useInfiniteQuery({
    queryKey: keys.outgoingList(list),
    queryFn: ({ pageParam, signal }) =>
      request<Page<Message>>(`${paths[list]}${queryString({ cursor: pageParam, limit: 100 })}`, { signal }),
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    select: flatten,
  })
}

function flatten(data: InfiniteData<Page<Message>, string | null>): readonly Message[] {
  return data.pages.flatMap((page) => page.items)
}
