import type { ReactElement } from 'react'
import type { AccountProblem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { Icon } from '../ui/icon.tsx'

/** What is wrong with an account and what to do about it, server by server. */
export function AccountProblems({
  problems,
}: {
  readonly problems: readonly AccountProblem[]
}): ReactElement | null {
  const words = useWords().connect
  const { language } = useStore(preferences)
  if (problems.length === 0) return null
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger">
      {problems.map((problem) => (
        <div key={problem.server + problem.key} className="flex gap-2">
          <Icon name="warning" className="mt-0.5" />
          <div className="min-w-0 wrap-anywhere">
            {problems.length > 1 && (
              <p className="font-semibold text-small">
                {problem.server === 'incoming' ? words.incoming : words.outgoing}
              </p>
            )}
            <p className="font-medium">{problem.words[language].what}</p>
            <p>{problem.words[language].remedy}</p>
            <HelpLink problem={problem} />
          </div>
        </div>
      ))}
    </div>
  )
}

function HelpLink({ problem }: { readonly problem: AccountProblem }): ReactElement | null {
  const words = useWords().account
  const { helpUrl, provider } = problem.facts
  if (helpUrl === undefined || provider === undefined) return null
  return (
    <a href={helpUrl} target="_blank" rel="noreferrer" className="underline">
      {words.help(provider)}
    </a>
  )
}
