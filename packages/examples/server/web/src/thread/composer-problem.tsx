import type { ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

interface Props {
  readonly id: string
  readonly problem: Problem
  /** It was not to leave at once. */
  readonly isPlanned: boolean
  readonly onLook: () => void
  readonly onSendAnyway: () => void
}

/** Why the reply is still here: something arrived meanwhile, which is a choice, or something failed. */
export function ComposerProblem({ id, problem, isPlanned, onLook, onSendAnyway }: Props): ReactElement {
  const words = useWords()
  if (problem.code === 'conflict') {
    return (
      <div
        id={id}
        role="alert"
        className="flex flex-wrap items-center gap-2 rounded-lg bg-caution-soft py-2 pr-2 pl-3"
      >
        <Icon name="message" className="text-caution" />
        <p className="min-w-52 flex-1 font-medium">{words.composer.arrived}</p>
        <Button onClick={onLook}>{words.composer.look}</Button>
        <Button onClick={onSendAnyway}>
          {isPlanned ? words.later.planAnyway : words.composer.sendAnyway}
        </Button>
      </div>
    )
  }
  return (
    <div id={id} role="alert" className="flex gap-2 rounded-lg bg-danger-soft px-3 py-2 text-danger">
      <Icon name="warning" className="mt-0.5" />
      <div className="min-w-0">
        <p className="font-medium">{words.composer.notSent}</p>
        <p>{words.problems[problem.code]}</p>
        {problem.detail !== '' && (
          <p lang="en" className="wrap-anywhere text-small">
            {problem.detail}
          </p>
        )}
      </div>
    </div>
  )
}
