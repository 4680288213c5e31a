import type { ReactElement } from 'react'
import { useDelivery, useRedeliver } from '../api/endpoints.ts'
import { problemOf } from '../api/problem.ts'
import type { DeliveryAttempt } from '../api/types.ts'
import { exactTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { prettyJson } from './pretty-json.ts'

/** The attempts of one delivery, what the other side said, and what is posted. */
export function DeliveryDetails({ id }: { readonly id: string }): ReactElement {
  const words = useWords()
  const { data: delivery, error } = useDelivery(id)
  const redeliver = useRedeliver()
  if (delivery === undefined) {
    return error === null ? (
      <p className="text-muted">{words.app.loading}</p>
    ) : (
      <ProblemNote problem={problemOf(error)} />
    )
  }
  const again = () =>
    redeliver.mutate(id, {
      onSuccess: () => notify(words.endpoints.redelivered),
      onError: (failure) => notify(words.problems[problemOf(failure).code], { tone: 'danger' }),
    })
  return (
    <div className="flex flex-col gap-3">
      {delivery.log.length === 0 && <p className="text-muted">{words.endpoints.noAttempts}</p>}
      <ol className="flex flex-col gap-2">
        {delivery.log.map((attempt, index) => (
          <Attempt key={attempt.at} attempt={attempt} number={index + 1} />
        ))}
      </ol>
      <details>
        <summary className="min-h-6 text-muted text-small">{words.endpoints.payload}</summary>
        <Code text={prettyJson(delivery.payload)} />
      </details>
      <Button className="self-start" disabled={redeliver.isPending} onClick={again}>
        {words.endpoints.redeliver}
      </Button>
    </div>
  )
}

interface AttemptProps {
  readonly attempt: DeliveryAttempt
  readonly number: number
}

function Attempt({ attempt, number }: AttemptProps): ReactElement {
  const words = useWords().endpoints
  const locale = useLocale()
  const { at, status, durationMs, error, excerpt } = attempt
  const isWell = status !== null && status >= 200 && status < 300
  const outcome = status !== null ? words.answered(status) : error === null ? words.running : words.noAnswer
  return (
    <li className="text-small">
      <p>
        <span className="font-medium">{words.attempt(number)}</span>
        <span className="text-muted"> · {exactTime(locale, at)} · </span>
        <span className={isWell ? 'text-accent' : 'font-medium text-danger'}>{outcome}</span>
        {durationMs !== null && <span className="text-muted"> · {durationMs} ms</span>}
      </p>
      {error !== null && (
        <p lang="en" className="wrap-anywhere">
          {error}
        </p>
      )}
      {excerpt !== '' && (
        <details>
          <summary className="min-h-6 text-muted">{words.answer}</summary>
          <Code text={excerpt} />
        </details>
      )}
    </li>
  )
}

function Code({ text }: { readonly text: string }): ReactElement {
  return (
    <pre className="mt-1 max-h-60 overflow-y-auto rounded-md border bg-surface px-2.5 py-2 font-mono text-small wrap-anywhere whitespace-pre-wrap">
      {text}
    </pre>
  )
}
