import type { ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { Icon } from './icon.tsx'

interface Props {
  readonly problem: Problem
  /** The server's words stand at the fields already. */
  readonly detailShown?: boolean
}

/** What went wrong: a sentence of the reader's language, the server's own words beneath. */
export function ProblemNote({ problem, detailShown = false }: Props): ReactElement {
  const words = useWords()
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger">
      <Icon name="warning" className="mt-0.5" />
      <div className="min-w-0">
        <p className="font-medium">{words.problems[problem.code]}</p>

        {problem.detail !== '' && !detailShown && (
          <p lang="en" className="wrap-anywhere text-small">
            {problem.detail}
          </p>
        )}
      </div>
    </div>
  )
}
