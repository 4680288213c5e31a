import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { takeBack } from '../addressing/take-back.ts'
import { fetchMessages } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { goTo } from '../state/location.ts'

/** Puts an answer back into the editor of its conversation, and opens that. */
export function useTakeBack(): (message: Message) => Promise<void> {
  const client = useQueryClient()
  return async (message) => {
    takeBack(message, await messagesFor(client, message))
    goTo({ conversation: message.conversationId })
  }
}

/** What was passed on is looked for among the messages beside it; an answer says itself what it answers. */
async function messagesFor(client: QueryClient, message: Message): Promise<readonly Message[]> {
  if (message.threading.rule !== 'forward') return []
  try {
    return await fetchMessages(client, message.conversationId)
  } catch (cause) {
    console.warn('guichet: only the text of what was passed on comes back', cause)
    return []
  }
}
