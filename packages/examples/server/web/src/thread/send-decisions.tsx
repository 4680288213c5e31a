import type { ReactElement } from 'react'
import { type SendDecision, useDecideSend } from '../api/decide-send.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { ChangeTime } from '../sending/change-time.tsx'
import { readDraft, writeDraft } from '../state/drafts.ts'
import { notify } from '../state/notices.ts'

type State = NonNullable<Message['delivery']>['state']

const decisions: Readonly<Partial<Record<State, readonly SendDecision[]>>> = {
  ready: ['cancel', 'send-now'],
  unknown: ['resend', 'mark-sent'],
  failed: ['resend'],
}

/** Whether somebody chose when it leaves, and it still waits for that. */
function isPlanned({ delivery }: Message): boolean {
  return delivery?.state === 'ready' && delivery.scheduledAt !== undefined && delivery.attempts === 0
}

/** The buttons beside an answer that has not left yet, or of which nobody knows whether it has. */
export function SendDecisions({ message }: { readonly message: Message }): ReactElement | null {
  const words = useWords()
  const { canWrite } = usePermissions()
  const deciding = useDecideSend(message.id)
  const offered = message.delivery === null ? undefined : decisions[message.delivery.state]
  if (!canWrite || offered === undefined) return null
  const decide = (decision: SendDecision) =>
    deciding.mutate(decision, {
      onSuccess: () => {
        if (decision === 'cancel') takeBack(message, words.send.cancelled)
      },
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  return (
    <div className="mt-1 flex flex-wrap gap-x-4 text-small">
      {isPlanned(message) && <ChangeTime message={message} />}
      {offered.map((decision) => (
        <button
          key={decision}
          type="button"
          onClick={() => decide(decision)}
          disabled={deciding.isPending}
          className="min-h-6 font-semibold underline underline-offset-2 disabled:opacity-55"
        >
          {words.send[decision]}
        </button>
      ))}
    </div>
  )
}

/** In front of what was written meanwhile. */
function takeBack({ conversationId, text }: Message, said: string): void {
  const written = readDraft(conversationId).text
  writeDraft(conversationId, written.trim() === '' ? text : `${text}\n\n${written}`)
  notify(said)
}
