import type { ReactElement } from 'react'
import { useReschedule } from '../api/decide-send.ts'
import { problemOf } from '../api/problem.ts'
import type { Message } from '../api/types.ts'
import { plannedTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { useNow } from '../state/now.ts'
import { LaterMenu } from './later-menu.tsx'

/** Another time for an answer that is planned. */
export function ChangeTime({ message }: { readonly message: Message }): ReactElement {
  const words = useWords()
  const locale = useLocale()
  const now = useNow()
  const reschedule = useReschedule(message.id)
  const change = (at: Date) => {
    const sendAt = at.toISOString()
    reschedule.mutate(sendAt, {
      onSuccess: () => notify(words.later.changed(plannedTime(locale, sendAt, now))),
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  }
  return (
    <LaterMenu
      choice={null}
      until={null}
      onChoose={change}
      trigger={
        <button
          type="button"
          disabled={reschedule.isPending}
          className="min-h-6 font-semibold underline underline-offset-2 disabled:opacity-55"
        >
          {words.later.change}
        </button>
      }
    />
  )
}
