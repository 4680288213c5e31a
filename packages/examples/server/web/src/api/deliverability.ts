import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { queryString, request } from './request.ts'
import type { DeliverabilityReport, KnownSender } from './types.ts'

/** What sends and signs mail of a domain, as far as somebody knows. */
export interface Signers {
  readonly senders: readonly KnownSender[]
  /** Names of DKIM keys. */
  readonly selectors: readonly string[]
}

/** What a domain publishes about its mail; '' asks for nothing. What was looked up is kept until somebody asks again. */
export function useDeliverability(
  domain: string,
  { senders, selectors }: Signers,
): UseQueryResult<DeliverabilityReport> {
  const names = { senders: listed(senders), selectors: listed(selectors) }
  return useQuery({
    queryKey: keys.deliverability(domain, `${names.senders} ${names.selectors}`),
    enabled: domain !== '',
    queryFn: ({ signal }) =>
      request<DeliverabilityReport>(`/deliverability${queryString({ domain, ...names })}`, { signal }),
  })
}

function listed(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(',')
}
