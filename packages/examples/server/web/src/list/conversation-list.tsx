import { type KeyboardEvent, type ReactElement, useRef } from 'react'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo, usePlace } from '../state/location.ts'
import { useIsUnread } from '../state/seen.ts'
import { ConversationRow } from './conversation-row.tsx'
import { useRovingFocus } from './use-roving-focus.ts'
import { useRows } from './use-rows.ts'

interface Props {
  readonly conversations: readonly Conversation[]
  readonly hasMore: boolean
  readonly onMore: () => void
}

/** The conversations as one list box: one tab stop, arrow keys inside, only the visible rows in the document. */
export function ConversationList({ conversations, hasMore, onMore }: Props): ReactElement {
  const words = useWords()
  const open = usePlace().conversation
  const isUnread = useIsUnread()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useRows({ conversations, scroller, hasMore, onMore })
  const focus = useRovingFocus({ conversations, scroller, rows })
  const select = (conversation: Conversation) => {
    focus.remember(conversation.id)
    goTo({ conversation: conversation.id })
  }
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <div
        role="listbox"
        aria-label={words.list.title}
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ index, start }) => {
          const conversation = conversations[index]
          if (conversation === undefined) return null
          return (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              selected={conversation.id === open}
              unread={isUnread(conversation)}
              focusable={index === focus.tabStop}
              position={index + 1}
              size={hasMore ? -1 : conversations.length}
              offset={start}
              measure={rows.measureElement}
              onOpen={() => select(conversation)}
              onKeyDown={(event: KeyboardEvent) => focus.onKeyDown(event, index)}
            />
          )
        })}
      </div>
    </div>
  )
}
