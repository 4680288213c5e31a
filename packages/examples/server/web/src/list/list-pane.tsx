import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactElement, useCallback } from 'react'
import { useFolders } from '../api/folders.ts'
import { problemOf } from '../api/problem.ts'
import type { Conversation } from '../api/types.ts'
import { useFirstSync } from '../api/use-first-sync.ts'
import { useWords } from '../language/language.ts'
import { HeldNotes } from '../sending/held-notes.tsx'
import { usePlace } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ConversationList } from './conversation-list.tsx'
import { ListEmpty } from './list-empty.tsx'
import { ListHeader } from './list-header.tsx'

interface Props {
  readonly query: UseInfiniteQueryResult<readonly Conversation[]>
  readonly className: string
}

/** The conversations of the chosen folder. */
export function ListPane({ query, className }: Props): ReactElement {
  const words = useWords()
  const { folder } = usePlace()
  const isReading = useFirstSync()
  const { data: folders } = useFolders()
  const current = folders?.find((candidate) => candidate.key === folder || candidate.id === folder)
  const {
    data: conversations,
    error,
    isPending,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
    refetch,
  } = query
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [isFetchingNextPage, fetchNextPage])
  return (
    <section
      id="list"
      tabIndex={-1}
      aria-label={words.list.title}
      className={`flex min-h-0 flex-col bg-surface outline-none ${className}`}
    >
      <ListHeader folder={current} />
      <HeldNotes />
      {error !== null && (
        <div className="flex flex-col items-start gap-2 p-3">
          <ProblemNote problem={problemOf(error)} />
          <Button onClick={() => refetch()}>{words.app.retry}</Button>
        </div>
      )}
      {isPending && <p className="p-6 text-center text-muted">{words.app.loading}</p>}
      {conversations?.length === 0 && <ListEmpty isReading={isReading} />}
      {conversations !== undefined && conversations.length > 0 && (
        // A new place is a new list: it starts at its top.
        <ConversationList
          key={current?.id ?? folder}
          conversations={conversations}
          hasMore={hasNextPage}
          onMore={more}
        />
      )}
      {isFetchingNextPage && (
        <p className="border-t p-2 text-center text-muted text-small">{words.list.loadingMore}</p>
      )}
    </section>
  )
}
