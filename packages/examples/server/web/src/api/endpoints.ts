import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, queryString, request } from './request.ts'
import { usePermissions } from './session.ts'
import type {
  DeliveryState,
  EndpointDelivery,
  EndpointDeliveryRow,
  EndpointInput,
  EndpointView,
  EndpointWithSecret,
  Page,
} from './types.ts'

/** The URLs to which events are posted. */
export function useEndpoints(): UseQueryResult<readonly EndpointView[]> {
  const { canManage } = usePermissions()
  return useQuery({
    queryKey: keys.endpoints,
    enabled: canManage,
    queryFn: async ({ signal }) =>
      (await request<{ readonly items: readonly EndpointView[] }>('/webhook-endpoints', { signal })).items,
  })
}

export interface EndpointCreation extends EndpointInput {
  /** One endpoint is created once, however often it is tried. */
  readonly key: string
}

export function useCreateEndpoint(): UseMutationResult<EndpointWithSecret, Error, EndpointCreation> {
  return useEndpointMutation(({ key, ...body }: EndpointCreation) =>
    request<EndpointWithSecret>('/webhook-endpoints', {
      method: 'POST',
      body,
      headers: { 'idempotency-key': key },
    }),
  )
}

export interface EndpointChange {
  readonly id: string
  readonly changes: Partial<EndpointInput> & Partial<Pick<EndpointView, 'state'>>
}

export function useChangeEndpoint(): UseMutationResult<EndpointView, Error, EndpointChange> {
  return useEndpointMutation(({ id, changes }: EndpointChange) =>
    request<EndpointView>(pathOf(id), { method: 'PATCH', body: changes }),
  )
}

export function useRemoveEndpoint(): UseMutationResult<void, Error, string> {
  return useEndpointMutation((id: string) => command(pathOf(id), { method: 'DELETE' }))
}

/** The old secret is good for a while longer. */
export function useRotateSecret(): UseMutationResult<EndpointWithSecret, Error, string> {
  return useEndpointMutation((id: string) =>
    request<EndpointWithSecret>(`${pathOf(id)}/rotate-secret`, { method: 'POST' }),
  )
}

/** Posts an event that says nothing, to see whether the URL answers. */
export function useTestEndpoint(): UseMutationResult<void, Error, string> {
  return useEndpointMutation((id: string) => command(`${pathOf(id)}/test`, { method: 'POST' }))
}

export function useRedeliver(): UseMutationResult<void, Error, string> {
  return useEndpointMutation((id: string) =>
    command(`/webhook-deliveries/${encodeURIComponent(id)}/redeliver`, { method: 'POST' }),
  )
}

type DeliveryPages = InfiniteData<Page<EndpointDeliveryRow>, string | null>

const noCursor: string | null = null
const lookAgainMs = 3_000

/** What was posted to an endpoint, latest first. No event tells of an attempt: the page looks again while it is open. */
export function useDeliveries(
  endpointId: string,
  state: DeliveryState | 'all',
): UseInfiniteQueryResult<readonly EndpointDeliveryRow[]> {
  return useInfiniteQuery({
    queryKey: keys.deliveries(endpointId, state),
    queryFn: ({ pageParam, signal }) => {
      const query = { cursor: pageParam, limit: 20, state: state === 'all' ? null : state }
      return request<Page<EndpointDeliveryRow>>(`${pathOf(endpointId)}/deliveries${queryString(query)}`, {
        signal,
      })
    },
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: lookAgainMs,
    select: (data: DeliveryPages) => data.pages.flatMap((page) => page.items),
  })
}

/** One delivery with its attempts. */
export function useDelivery(id: string): UseQueryResult<EndpointDelivery> {
  return useQuery({
    queryKey: keys.delivery(id),
    refetchInterval: lookAgainMs,
    queryFn: ({ signal }) =>
      request<EndpointDelivery>(`/webhook-deliveries/${encodeURIComponent(id)}`, { signal }),
  })
}

function pathOf(id: string): string {
  return `/webhook-endpoints/${encodeURIComponent(id)}`
}

function useEndpointMutation<Answer, Input>(
  mutationFn: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.endpoints })
      void client.invalidateQueries({ queryKey: keys.everyDelivery })
    },
  })
}
