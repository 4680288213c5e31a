import { useEffect, useRef } from 'react'
import type { Conversation } from '../api/types.ts'
import { goTo, usePlace } from '../state/location.ts'

/** Opens the next or previous conversation, from the open one or from where it stood if it has left the list. */
export function useStep(conversations: readonly Conversation[]): (distance: 1 | -1) => void {
  const open = usePlace().conversation
  // Before anything was open, "next" is the first.
  const lastIndex = useRef(-1)
  const index = conversations.findIndex((conversation) => conversation.id === open)
  useEffect(() => {
    if (index !== -1) lastIndex.current = index
  }, [index])
  return (distance) => {
    const target = conversations[targetIndex(index, lastIndex.current, distance)]
    if (target !== undefined) goTo({ conversation: target.id }, { replace: open !== null })
  }
}

function targetIndex(index: number, lastIndex: number, distance: 1 | -1): number {
  if (index !== -1) return index + distance
  // What stood below the one that left has moved up into its place.
  return distance === 1 ? Math.max(0, lastIndex) : Math.max(0, lastIndex - 1)
}
