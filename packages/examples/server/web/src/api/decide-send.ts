import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { request } from './request.ts'
import type { Message } from './types.ts'

/** What a person may decide about an answer that has not left, or of which nobody knows. */
export type SendDecision = 'cancel' | 'send-now' | 'resend' | 'mark-sent'

/** Chooses another time for an answer that waits for its own. */
export function useReschedule(messageId: string): UseMutationResult<Message, Error, string> {
  return useDecision((sendAt: string) =>
    request<Message>(`/messages/${encodeURIComponent(messageId)}/schedule`, {
      method: 'PATCH',
      body: { sendAt },
    }),
  )
}

/** Decides about one outbound message. */
export function useDecideSend(messageId: string): UseMutationResult<Message, Error, SendDecision> {
  return useDecision((decision: SendDecision) =>
    request<Message>(`/messages/${encodeURIComponent(messageId)}/${decision}`, { method: 'POST' }),
  )
}

function useDecision<Input>(
  mutationFn: (input: Input) => Promise<Message>,
): UseMutationResult<Message, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.conversations })
      void client.invalidateQueries({ queryKey: keys.folders })
      void client.invalidateQueries({ queryKey: keys.outgoing })
    },
    onSuccess: ({ conversationId }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.messages(conversationId) }),
        client.invalidateQueries({ queryKey: keys.conversation(conversationId) }),
      ]),
  })
}
