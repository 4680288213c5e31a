import type { ReactElement } from 'react'
import { type SendDecision, useDecideSend } from '../api/decide-send.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { ChangeTime } from '../sending/change-time.tsx'
import { useIsHeld } from '../sending/use-reason.ts'
import { useTakeBack } from '../sending/use-take-back.ts'
import { notify } from '../state/notices.ts'

type State = NonNullable<Message['delivery']>['state']

const decisions: Readonly<Partial<Record<State, readonly SendDecision[]>>> = {
  ready: ['cancel', 'send-now'],
  unknown: ['resend', 'mark-sent'],
  failed: ['resend', 'cancel'],
}

const choiceStyle = 'min-h-6 font-semibold underline underline-offset-2 disabled:opacity-55'

/** Whether somebody chose when it leaves, and it still waits for that. */
function isPlanned({ delivery }: Message): boolean {
  return delivery?.state === 'ready' && delivery.scheduledAt !== undefined && delivery.attempts === 0
}

/** The buttons beside an answer that has not left yet, or of which nobody knows whether it has. */
export function SendDecisions({ message }: { readonly message: Message }): ReactElement | null {
  const words = useWords()
  const { canWrite } = usePermissions()
  const deciding = useDecideSend(message.id)
  const isHeld = useIsHeld(message)
  const takeBack = useTakeBack()
  const { state = 'sent' } = message.delivery ?? {}
  const all = decisions[state] ?? []
  const offered = isHeld ? all.filter((decision) => decision !== 'send-now') : all
  const canReuse = state === 'cancelled'
  if (!canWrite || (offered.length === 0 && !canReuse)) return null
  const reuse = async (said: string) => {
    await takeBack(message)
    notify(said)
  }
  const decide = (decision: SendDecision) =>
    deciding.mutate(decision, {
      onSuccess: () => {
        if (decision === 'cancel') return reuse(words.send.cancelled)
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
          className={choiceStyle}
        >
          {state === 'failed' && decision === 'cancel' ? words.send.takeBack : words.send[decision]}
        </button>
      ))}
      {canReuse && (
        <button type="button" onClick={() => void reuse(words.send.reused)} className={choiceStyle}>
          {words.send.reuse}
        </button>
      )}
    </div>
  )
}
