import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { ChannelTypeView } from './types.ts'

/** What can be connected to this server. */
export function useChannelTypes(): UseQueryResult<readonly ChannelTypeView[]> {
  return useQuery({
    queryKey: keys.channelTypes,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      (await request<{ readonly items: readonly ChannelTypeView[] }>('/channel-types', { signal })).items,
  })
}
