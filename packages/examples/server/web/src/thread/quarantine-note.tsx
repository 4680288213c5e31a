import type { ReactElement } from 'react'
import { rawMessageUrl } from '../api/messages.ts'
import { problemOf } from '../api/problem.ts'
import { useReplayMessage } from '../api/removal.ts'
import { usePermissions } from '../api/session.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Button, buttonStyle } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** A message nobody could read: said clearly, with the cause, another try and the way to its bytes. */
export function QuarantineNote({ message }: { readonly message: Message }): ReactElement {
  const words = useWords().thread
  return (
    <div className="rounded-md bg-caution-soft p-3">
      <div className="flex gap-2">
        <Icon name="warning" className="mt-0.5 text-caution" />
        <div className="min-w-0">
          <p className="font-medium">{words.quarantined}</p>
          {message.parseError !== null && (
            <p lang="en" className="mt-0.5 wrap-anywhere text-small">
              {message.parseError}
            </p>
          )}
        </div>
      </div>
      {message.rawKey !== null && (
        <div className="mt-3 ml-6 flex flex-wrap gap-2">
          <TryAgain messageId={message.id} />
          <a href={rawMessageUrl(message.id)} download className={buttonStyle('outline')}>
            <Icon name="download" />
            {words.downloadOriginal}
          </a>
        </div>
      )}
    </div>
  )
}

/** Worth it after an update: a newer program may understand what this one did not. */
function TryAgain({ messageId }: { readonly messageId: string }): ReactElement | null {
  const words = useWords()
  const { canWrite } = usePermissions()
  const replay = useReplayMessage()
  if (!canWrite) return null
  const start = () =>
    replay.mutate(messageId, {
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
      onSuccess: ({ parseState, conversationId }) => {
        notify(parseState === 'ok' ? words.thread.understood : words.thread.stillUnreadable)
        if (parseState === 'ok') goTo({ conversation: conversationId }, { replace: true })
      },
    })
  return (
    <Button onClick={start} disabled={replay.isPending}>
      <Icon name="sync" className={replay.isPending ? 'animate-spin' : ''} />
      {words.thread.tryAgain}
    </Button>
  )
}
