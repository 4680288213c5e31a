import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { GapReport } from './types.ts'

/** Counted anew whenever it is opened, and whenever a sync has ended. */
export function useGapReport(integrationId: string): UseQueryResult<GapReport> {
  return useQuery({
    queryKey: keys.gapReport(integrationId),
    staleTime: 0,
    queryFn: ({ signal }) =>
      request<GapReport>(`/integrations/${encodeURIComponent(integrationId)}/gap-report`, { signal }),
  })
}
