import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { problemOf } from '../api/problem.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo, type ListName } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { HeldNotes } from './held-notes.tsx'
import { OutgoingRow } from './outgoing-row.tsx'

interface Props {
  readonly list: ListName
  readonly query: UseInfiniteQueryResult<readonly Message[]>
  readonly className: string
}

/** Every answer that is planned, or every one that should have left and has not surely. */
export function OutgoingPane({ list, query, className }: Props): ReactElement {
  const allWords = useWords()
  const words = allWords.outgoing
  const { data: messages, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query
  return (
    <section
      id="list"
      tabIndex={-1}
      aria-label={words.lists[list]}
      className={`flex min-h-0 flex-col bg-surface outline-none ${className}`}
    >
      <header className="flex min-h-13 items-center gap-2 border-b py-2 pr-3 pl-4 max-narrow:pl-2">
        <IconButton
          icon="menu"
          label={allWords.list.showFolders}
          className="narrow:hidden"
          onClick={() => goTo({ showsFolders: true, conversation: null })}
        />
        <h2 className="truncate font-semibold text-body leading-5">{words.lists[list]}</h2>
      </header>
      <HeldNotes />
      {error !== null && (
        <div className="flex flex-col items-start gap-2 p-3">
          <ProblemNote problem={problemOf(error)} />
          <Button onClick={() => refetch()}>{allWords.app.retry}</Button>
        </div>
      )}
      {isPending && <p className="p-6 text-center text-muted">{allWords.app.loading}</p>}
      {messages?.length === 0 && (
        <EmptyState
          icon={list === 'planned' ? 'clock' : 'check'}
          title={words.none[list]}
          hint={words.noneHints[list]}
        />
      )}
      {messages !== undefined && messages.length > 0 && (
        <ul className="min-h-0 flex-1 overflow-y-auto">
          {messages.map((message) => (
            <OutgoingRow key={message.id} list={list} message={message} />
          ))}
          {hasNextPage && (
            <li className="p-3 text-center">
              <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {words.more}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
