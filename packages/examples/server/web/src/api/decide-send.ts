import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { Message } from './types.ts'

/** What a person may decide about an answer that has not left, or of which nobody knows. */
export type SendDecision = 'cancel' | 'send-now' | 'resend' | 'mark-sent'

/** Decides about one outbound message. */
export function useDecideSend(messageId: string): UseMutationResult<Message, Error, SendDecision> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: SendDecision) =>
      request<Message>(`/messages/${encodeURIComponent(messageId)}/${decision}`, { method: 'POST' }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.conversations })
      void client.invalidateQueries({ queryKey: keys.folders })
    },
    onSuccess: ({ conversationId }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.messages(conversationId) }),
        client.invalidateQueries({ queryKey: keys.conversation(conversationId) }),
      ]),
  })
}
