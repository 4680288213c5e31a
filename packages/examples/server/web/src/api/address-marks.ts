import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, queryString, request } from './request.ts'
import type { AddressMark } from './types.ts'

/** What speaks against writing to an address. */
export function useAddressMarks(address: string): UseQueryResult<readonly AddressMark[]> {
  return useQuery({
    queryKey: [...keys.addressMarks, address],
    enabled: address !== '',
    queryFn: async ({ signal }) => {
      const path = `/address-marks${queryString({ address })}`
      return (await request<{ readonly items: readonly AddressMark[] }>(path, { signal })).items
    },
  })
}

/** A person says that the address is good. */
export function useClearAddressMarks(): UseMutationResult<void, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (address: string) =>
      command(`/address-marks${queryString({ address })}`, { method: 'DELETE' }),
    onSettled: () => {
      // Whoever may be written to again is a recipient again.
      void client.invalidateQueries({ queryKey: keys.everyReplyOptions })
      void client.invalidateQueries({ queryKey: keys.everyRecipients })
      return client.invalidateQueries({ queryKey: keys.addressMarks })
    },
  })
}
