import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, queryString, request } from './request.ts'
import type {
  Contact,
  ContactMergeResult,
  ContactMergeView,
  ContactSuggestion,
  Conversation,
  Page,
} from './types.ts'

interface Items<Item> {
  readonly items: readonly Item[]
}

const path = (id: string): string => `/contacts/${encodeURIComponent(id)}`

export function useContact(id: string): UseQueryResult<Contact> {
  return useQuery({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) => request<Contact>(path(id), { signal }),
  })
}

/** The conversations with a contact over all channels, latest first. */
export function useContactHistory(id: string): UseQueryResult<readonly Conversation[]> {
  return useItems(keys.contactHistory(id), `/conversations${queryString({ contactId: id, limit: 20 })}`)
}

export function useContactSuggestions(id: string): UseQueryResult<readonly ContactSuggestion[]> {
  return useItems(keys.contactSuggestions(id), `${path(id)}/suggestions`)
}

export function useContactMerges(id: string): UseQueryResult<readonly ContactMergeView[]> {
  return useItems(keys.contactMerges(id), `${path(id)}/merges`)
}

/** Contacts that a person looks for by a few letters or digits; nobody while nothing is typed. */
export function useContactSearch(search: string): UseQueryResult<readonly Contact[]> {
  const query = search.trim()
  return useItems<Contact>(
    keys.contactSearch(query),
    `/contacts${queryString({ search: query, limit: 8 })}`,
    query.length > 1,
  )
}

function useItems<Item>(
  queryKey: QueryKey,
  address: string,
  enabled = true,
): UseQueryResult<readonly Item[]> {
  return useQuery({
    queryKey,
    enabled,
    queryFn: async ({ signal }) => (await request<Items<Item> | Page<Item>>(address, { signal })).items,
  })
}

export function useRenameContact(id: string): UseMutationResult<Contact, Error, string> {
  return useContactChange((name: string) => request<Contact>(path(id), { method: 'PATCH', body: { name } }))
}

export function useAddAddress(id: string): UseMutationResult<Contact, Error, string> {
  return useContactChange((address: string) =>
    request<Contact>(`${path(id)}/addresses`, { method: 'POST', body: { address } }),
  )
}

export function useRemoveAddress(id: string): UseMutationResult<void, Error, string> {
  return useContactChange((address: string) =>
    command(`${path(id)}/addresses${queryString({ address })}`, { method: 'DELETE' }),
  )
}

/** Takes another contact into this one. */
export function useMergeContact(into: string): UseMutationResult<ContactMergeResult, Error, string> {
  return useContactChange((id: string) =>
    request<ContactMergeResult>(`${path(id)}/merge`, { method: 'POST', body: { into } }),
  )
}

/** Takes a merged contact out again. */
export function useUnmergeContact(): UseMutationResult<Contact, Error, string> {
  return useContactChange((mergeId: string) =>
    request<Contact>(`/contact-merges/${encodeURIComponent(mergeId)}/undo`, { method: 'POST' }),
  )
}

/** A change after which contacts, and how conversations are called, may look different. */
function useContactChange<Answer>(
  change: (input: string) => Promise<Answer>,
): UseMutationResult<Answer, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      const stale: readonly QueryKey[] = [keys.contacts, keys.conversations, keys.everyConversation]
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}
