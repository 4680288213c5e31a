import { type UseMutationResult, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import type { AddressedRequest } from '../addressing/addressed-request.ts'
import { forgetAddressing } from '../addressing/addressing.ts'
import { settleDraft } from '../state/drafts.ts'
import { keys } from './keys.ts'
import type { MessagePages } from './messages.ts'
import { problemOf } from './problem.ts'
import { request } from './request.ts'
import type { ChosenTemplate, Message, Plan, ReplyInput } from './types.ts'

export interface Reply extends Pick<ReplyInput, 'seenUpTo' | 'status'>, Partial<Plan>, AddressedRequest {
  /** With a template, what it says: the server fills it in itself. */
  readonly text: string
  readonly template?: ChosenTemplate
  readonly key: string
}

/** Sends replies to a conversation, and passes on its messages. The outcome reaches the draft even when another conversation is open by then. */
export function useSendReply(conversationId: string): UseMutationResult<Message, Error, Reply> {
  const client = useQueryClient()
  return useMutation({
    mutationKey: keys.reply(conversationId),
    mutationFn: ({ key, text, forwards, ...input }: Reply) =>
      request<Message>(
        forwards === undefined
          ? `/conversations/${encodeURIComponent(conversationId)}/replies`
          : `/messages/${encodeURIComponent(forwards)}/forward`,
        {
          method: 'POST',
          body: input.template === undefined && text.trim() !== '' ? { text, ...input } : input,
          headers: { 'idempotency-key': key },
        },
      ),
    onSuccess: (message) => {
      client.setQueryData<MessagePages>(keys.messages(conversationId), (pages) => append(pages, message))
      settleDraft(conversationId, null)
      forgetAddressing(conversationId)
    },
    onError: (error) => settleDraft(conversationId, problemOf(error)),
    onSettled: () => {
      // Not awaited: the reply would count as on its way, and be shown twice, until all is fetched again.
      void client.invalidateQueries({ queryKey: keys.messages(conversationId) })
      void client.invalidateQueries({ queryKey: keys.conversation(conversationId) })
      // What was refused may not be allowed any more: a window that closed, a customer who opted out.
      void client.invalidateQueries({ queryKey: keys.replyOptions(conversationId) })
      void client.invalidateQueries({ queryKey: keys.conversations })
      void client.invalidateQueries({ queryKey: keys.folders })
      void client.invalidateQueries({ queryKey: keys.outgoing })
    },
  })
}

/** The text of a reply that is on its way to the server, for the bubble shown meanwhile. */
export function useReplyInFlight(conversationId: string): string | null {
  const texts = useMutationState({
    filters: { mutationKey: keys.reply(conversationId), status: 'pending' },
    select: (mutation) => textOf(mutation.state.variables),
  })
  return texts.at(-1) ?? null
}

function textOf(variables: unknown): string {
  if (typeof variables !== 'object' || variables === null || !('text' in variables)) return ''
  return typeof variables.text === 'string' ? variables.text : ''
}

function append(data: MessagePages | undefined, message: Message): MessagePages | undefined {
  if (data === undefined) return data
  if (data.pages.some((page) => page.items.some((item) => item.id === message.id))) return data
  const last = data.pages.length - 1
  const pages = data.pages.map((page, index) =>
    index === last ? { ...page, items: [...page.items, message] } : page,
  )
  return { ...data, pages }
}
