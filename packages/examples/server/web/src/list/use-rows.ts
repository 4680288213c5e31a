import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { Conversation } from '../api/types.ts'
import { usePlace } from '../state/location.ts'

export type Rows = Virtualizer<HTMLDivElement, Element>

interface Options {
  readonly conversations: readonly Conversation[]
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly hasMore: boolean
  readonly onMore: () => void
}

const rowHeight = 82
/** Asking for the next page this many rows before the end, nobody waits for it. */
const rowsAhead = 12

/** Which rows are in sight. Asks for more near the end and keeps the open conversation in view. */
export function useRows({ conversations, scroller, hasMore, onMore }: Options): Rows {
  const open = usePlace().conversation
  const rows = useVirtualizer({
    count: conversations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => conversations[index]?.id ?? index,
    overscan: 8,
  })
  const lastVisible = rows.getVirtualItems().at(-1)?.index ?? 0
  const { length } = conversations
  useEffect(() => {
    if (hasMore && lastVisible >= length - rowsAhead) onMore()
  }, [hasMore, lastVisible, length, onMore])

  const openIndex = conversations.findIndex((conversation) => conversation.id === open)
  useEffect(() => {
    if (openIndex !== -1) rows.scrollToIndex(openIndex, { align: 'auto' })
  }, [openIndex, rows])
  return rows
}
