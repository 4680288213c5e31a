import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { Session } from './types.ts'

export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: keys.session,
    queryFn: ({ signal }) => request<Session>('/session', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What this person may do; nothing while it is not known. The server checks again. */
export function usePermissions(): { readonly canWrite: boolean; readonly canManage: boolean } {
  const role = useSession().data?.role
  return { canWrite: role === 'admin' || role === 'agent', canManage: role === 'admin' }
}
