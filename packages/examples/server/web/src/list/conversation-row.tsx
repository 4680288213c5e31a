import type { KeyboardEvent, ReactElement, Ref } from 'react'
import type { Conversation } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { contactOf, linesOf } from '../ui/conversation-title.ts'
import { MediumIcon } from '../ui/medium-icon.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { Time } from '../ui/time.tsx'

interface Props {
  readonly conversation: Conversation
  readonly selected: boolean
  readonly unread: boolean
  /** The one row that Tab reaches; arrow keys go to the others. */
  readonly focusable: boolean
  readonly position: number
  readonly size: number
  readonly offset: number
  readonly measure: Ref<HTMLDivElement>
  readonly onOpen: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A conversation in the list: who, about what, the latest words, when, and in which state. */
export function ConversationRow(props: Props): ReactElement {
  const { conversation, selected, unread, focusable, position, size, offset, measure, onOpen, onKeyDown } =
    props
  const words = useWords()
  const { medium, status, priority, messageCount, lastMessageAt } = conversation
  const [first, second] = linesOf(conversation, words)
  const isDone = status !== 'new' && status !== 'open'
  const look = selected
    ? 'bg-accent-soft before:absolute before:inset-y-0 before:left-0 before:w-0.75 before:bg-accent'
    : 'hover:bg-hover'
  return (
    <div
      ref={measure}
      data-index={position - 1}
      data-conversation={conversation.id}
      role="option"
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={size}
      tabIndex={focusable ? 0 : -1}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      style={{ transform: `translateY(${offset}px)` }}
      className={`focus-inset absolute inset-x-0 top-0 border-b py-2.5 pr-4 pl-7 ${look}`}
    >
      <div className="flex items-baseline gap-2">
        {unread && (
          <span className="absolute left-2.5 mt-1.5 size-2 rounded-full bg-accent">
            <span className="sr-only">{words.list.unread}</span>
          </span>
        )}
        <MediumIcon medium={medium} />
        <span className={`truncate ${unread ? 'font-bold' : isDone ? 'text-muted' : 'font-medium'}`}>
          {contactOf(conversation)}
        </span>
        {messageCount > 1 && (
          <span
            className="shrink-0 text-muted text-small tabular-nums"
            title={words.list.messages(messageCount)}
          >
            <span aria-hidden="true">{messageCount}</span>
            <span className="sr-only">{words.list.messages(messageCount)}</span>
          </span>
        )}
        <span
          className={`ml-auto shrink-0 text-small tabular-nums ${unread ? 'font-semibold text-accent' : 'text-muted'}`}
        >
          <Time short at={lastMessageAt} />
        </span>
      </div>
      <p className={`truncate ${unread ? 'font-semibold' : isDone ? 'text-muted' : ''}`}>{first}</p>
      <div className="mt-0.5 flex items-center gap-3 text-muted text-small">
        <p className="min-w-0 flex-1 truncate">{second}</p>
        {priority === 'urgent' && (
          <span className="flex shrink-0 items-center gap-0.5 font-semibold text-danger">
            <StatusMark status="urgent" />
            {words.status.urgent}
          </span>
        )}
        {status === 'new' ? (
          // Most rows are new: saying so on each would hide the few that are not.
          <span className="sr-only">{words.status.names.new}</span>
        ) : (
          <span className="flex shrink-0 items-center gap-1">
            <StatusMark status={status} />
            {words.status.names[status]}
          </span>
        )}
      </div>
    </div>
  )
}
