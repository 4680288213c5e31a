import { type ReactElement, type RefObject, useEffect } from 'react'
import { useConversation } from '../api/conversations.ts'
import { useMessages } from '../api/messages.ts'
import { problemOf } from '../api/problem.ts'
import { useReplyInFlight } from '../api/replies.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { markSeen } from '../state/seen.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { MessageList } from './message-list.tsx'
import { ReplyArea } from './reply-area.tsx'
import { ThreadHeader } from './thread-header.tsx'
import type { ThreadActions } from './use-thread-actions.ts'

interface Props {
  readonly conversationId: string
  readonly actions: ThreadActions
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** One conversation: its state, its messages, and where it is answered. */
export function ThreadPane({ conversationId, actions, field }: Props): ReactElement {
  const words = useWords()
  const { canWrite } = usePermissions()
  const { data: conversation, error } = useConversation(conversationId)
  const { data: messages, error: messagesError, hasNextPage, refetch } = useMessages(conversationId)
  const pending = useReplyInFlight(conversationId)
  const lastId = messages?.at(-1)?.id
  useMarkSeen(conversationId, hasNextPage ? undefined : lastId)
  useFollowMerge(conversationId, conversation?.id)

  const failure = error ?? messagesError
  if (failure !== null && (conversation === undefined || messages === undefined)) {
    return <Failure error={failure} onRetry={refetch} />
  }
  if (conversation === undefined || messages === undefined) {
    return <p className="p-6 text-center text-muted">{words.app.loading}</p>
  }
  return (
    <>
      <ThreadHeader conversation={conversation} actions={actions} />
      <MessageList messages={messages} pending={pending} />
      {canWrite ? (
        <ReplyArea
          {...{ conversationId, messages, field }}
          medium={conversation.medium}
          onLook={() => void refetch()}
        />
      ) : (
        <p className="border-t bg-surface p-4 text-center text-muted">{words.composer.readOnly}</p>
      )}
    </>
  )
}

function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactElement {
  const words = useWords()
  const problem = problemOf(error)
  return (
    <div className="mx-auto flex max-w-md flex-col items-start gap-3 p-6">
      {problem.code === 'not-found' ? <p>{words.thread.notFound}</p> : <ProblemNote problem={problem} />}
      <div className="flex gap-2">
        <Button onClick={() => goTo({ conversation: null })}>{words.thread.backToList}</Button>
        {problem.code !== 'not-found' && <Button onClick={onRetry}>{words.app.retry}</Button>}
      </div>
    </div>
  )
}

/** The address of a conversation that was merged leads to the one it was merged into. */
function useFollowMerge(conversationId: string, shownId: string | undefined): void {
  useEffect(() => {
    if (shownId !== undefined && shownId !== conversationId)
      goTo({ conversation: shownId }, { replace: true })
  }, [conversationId, shownId])
}

/** A message counts as seen when the page is really in front of somebody. */
function useMarkSeen(conversationId: string, lastMessageId: string | undefined): void {
  useEffect(() => {
    if (lastMessageId === undefined) return
    const mark = () => {
      if (document.visibilityState === 'visible') markSeen(conversationId, lastMessageId)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [conversationId, lastMessageId])
}
