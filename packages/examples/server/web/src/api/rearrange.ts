import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { keys } from './keys.ts'
import { queryString, request } from './request.ts'
import type { Conversation, MergeResult, MergeView, MessageExplanation, Page } from './types.ts'

const path = (id: string): string => `/conversations/${encodeURIComponent(id)}`

/** Everything that may look different after messages went elsewhere. */
function useRefresh(): () => Promise<void> {
  const client = useQueryClient()
  const stale = [keys.conversations, keys.folders, keys.everyConversation, keys.everyMessage, keys.everyMerge]
  return async () => {
    await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}

/** Takes a conversation into another one. */
export function useMerge(): UseMutationResult<MergeResult, Error, { id: string; into: string }> {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, into }: { id: string; into: string }) =>
      request<MergeResult>(`${path(id)}/merge`, { method: 'POST', body: { into } }),
    onSuccess: refresh,
  })
}

/** Takes a merged conversation out again. */
export function useUnmerge(): UseMutationResult<Conversation, Error, string> {
  const client = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (mergeId: string) =>
      request<Conversation>(`/merges/${encodeURIComponent(mergeId)}/undo`, { method: 'POST' }),
    onSuccess: (conversation) => {
      // What is remembered under its id is the one it was merged into.
      client.setQueryData(keys.conversation(conversation.id), conversation)
      return refresh()
    },
  })
}

/** Takes messages into a conversation of their own. */
export function useSplit(): UseMutationResult<
  Conversation,
  Error,
  { id: string; messageIds: readonly string[] }
> {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, messageIds }: { id: string; messageIds: readonly string[] }) =>
      request<Conversation>(`${path(id)}/split`, { method: 'POST', body: { messageIds } }),
    onSuccess: refresh,
  })
}

/** What was merged into a conversation and can be taken out again. */
export function useMerges(id: string): UseQueryResult<readonly MergeView[]> {
  return useQuery({
    queryKey: keys.merges(id),
    queryFn: ({ signal }) => request<readonly MergeView[]>(`${path(id)}/merges`, { signal }),
  })
}

/** Why a message is where it is; null asks for nothing. */
export function useExplanation(messageId: string | null): UseQueryResult<MessageExplanation> {
  return useQuery({
    queryKey: keys.explanation(messageId ?? ''),
    queryFn: ({ signal }) =>
      request<MessageExplanation>(`/messages/${encodeURIComponent(messageId ?? '')}/explanation`, { signal }),
    enabled: messageId !== null,
  })
}

/** The other conversations of a mailbox that one may be merged with: the likeliest first. */
export function useMergeCandidates(
  { id, integrationId, contactId }: Conversation,
  isAsked: boolean,
): UseQueryResult<{
  readonly sameContact: readonly Conversation[]
  readonly recent: readonly Conversation[]
}> {
  return useQuery({
    queryKey: [...keys.conversations, 'merge', id],
    enabled: isAsked,
    queryFn: async ({ signal }) => {
      const list = (query: Readonly<Record<string, string | number>>) =>
        request<Page<Conversation>>(`/conversations${queryString({ integrationId, limit: 20, ...query })}`, {
          signal,
        })
      const [contact, recent] = await Promise.all([contactId === null ? null : list({ contactId }), list({})])
      const sameContact = (contact?.items ?? []).filter((one) => one.id !== id)
      const known = new Set([id, ...sameContact.map((one) => one.id)])
      return { sameContact, recent: recent.items.filter((one) => !known.has(one.id)) }
    },
  })
}
