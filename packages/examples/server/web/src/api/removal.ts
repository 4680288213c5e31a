import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { command, request } from './request.ts'
import type { Message } from './types.ts'

/** Deletes a conversation for good. */
export function useRemoveConversation(): UseMutationResult<void, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => command(`/conversations/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => {
      // Not awaited: whoever has it open leaves at once, before the event has its page look for it in vain.
      void client.invalidateQueries({ queryKey: keys.conversations })
      void client.invalidateQueries({ queryKey: keys.folders })
    },
  })
}

/** Has a message in quarantine read again; it may be in another conversation afterwards. */
export function useReplayMessage(): UseMutationResult<Message, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      request<Message>(`/messages/${encodeURIComponent(id)}/replay`, { method: 'POST' }),
    onSuccess: async ({ conversationId }) => {
      await client.invalidateQueries({ queryKey: keys.conversations })
      await client.invalidateQueries({ queryKey: keys.messages(conversationId) })
    },
  })
}
