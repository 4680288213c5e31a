import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useConversations } from '../api/conversations.ts'
import { useOutgoing } from '../api/outgoing.ts'
import type { Conversation, Message } from '../api/types.ts'
import type { Stop } from '../list/use-step.ts'
import { type ListName, listOf, usePlace } from '../state/location.ts'

interface Lists {
  /** Null: the conversations of a folder. */
  readonly list: ListName | null
  readonly query: UseInfiniteQueryResult<readonly Conversation[]>
  readonly outgoing: Readonly<Record<ListName, UseInfiniteQueryResult<readonly Message[]>>>
  /** What can be opened from the list that is shown, in its order. */
  readonly stops: readonly Stop[]
}

/** Which list is shown, and what is in it. */
export function useLists(): Lists {
  const place = usePlace()
  const query = useConversations(place.folder, place.status)
  const outgoing = { planned: useOutgoing('planned'), unsent: useOutgoing('unsent') }
  const list = listOf(place)
  const stops =
    list === null ? (query.data ?? []).map(conversationStop) : (outgoing[list].data ?? []).map(messageStop)
  return { list, query, outgoing, stops }
}

function conversationStop({ id }: Conversation): Stop {
  return { conversation: id, chosen: '' }
}

function messageStop({ id, conversationId }: Message): Stop {
  return { conversation: conversationId, chosen: id }
}
