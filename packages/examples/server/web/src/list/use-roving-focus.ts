import { type KeyboardEvent, type RefObject, useState } from 'react'
import type { Conversation } from '../api/types.ts'
import { goTo, usePlace } from '../state/location.ts'
import { useIsNarrow } from '../ui/use-is-narrow.ts'
import { tabStopOf, targetOf } from './roving-focus.ts'
import type { Rows } from './use-rows.ts'

interface Options {
  readonly conversations: readonly Conversation[]
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rows: Rows
}

interface RovingFocus {
  /** Index of the one row that Tab reaches. */
  readonly tabStop: number
  readonly remember: (id: string) => void
  readonly onKeyDown: (event: KeyboardEvent, index: number) => void
}

/** Arrow keys, Home and End in the list. Once a conversation is open beside it, they open what they reach. */
export function useRovingFocus({ conversations, scroller, rows }: Options): RovingFocus {
  const open = usePlace().conversation
  const isNarrow = useIsNarrow()
  const [focusedId, setFocusedId] = useState<string | null>(null)

  const focusRow = (index: number) => {
    const conversation = conversations[index]
    if (conversation === undefined) return
    setFocusedId(conversation.id)
    rows.scrollToIndex(index, { align: 'auto' })
    // The row may only be in the document after the scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus(),
    )
    if (!isNarrow && open !== null) goTo({ conversation: conversation.id }, { replace: true })
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const target = targetOf(event.key, index, conversations.length)
    if (target === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (target === index) goTo({ conversation: conversations[index]?.id ?? null })
    else focusRow(target)
  }
  const tabStop = tabStopOf(conversations, [focusedId, open], rows.getVirtualItems()[0]?.index ?? 0)
  return { tabStop, remember: setFocusedId, onKeyDown }
}
