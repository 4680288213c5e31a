import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { Message } from './types.ts'

/** Asks the provider again for a file of a message, by its place. */
export function useFetchFile(messageId: string): UseMutationResult<Message, Error, number> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (index: number) =>
      request<Message>(`/messages/${encodeURIComponent(messageId)}/attachments/${index}/fetch`, {
        method: 'POST',
      }),
    onSuccess: ({ conversationId }) => client.invalidateQueries({ queryKey: keys.messages(conversationId) }),
  })
}
