import { type ReactElement, useState } from 'react'
import { type Signers, useDeliverability } from '../api/deliverability.ts'
import { problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { WholePage } from '../layout/whole-page.tsx'
import { goTo } from '../state/location.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { DomainForm } from './domain-form.tsx'
import { Report } from './report.tsx'

interface Props {
  /** The domain to check; '' for none yet. */
  readonly chosen: string
  readonly className: string
}

/** What a domain publishes about its mail, what receivers make of it, and what to publish instead. */
export function DeliverabilityPage({ chosen, className }: Props): ReactElement {
  const allWords = useWords()
  const words = allWords.deliverability
  const [signers, setSigners] = useState<Signers>({ senders: [], selectors: [] })
  const { data: report, error, isFetching, refetch } = useDeliverability(chosen, signers)
  const problem = error === null || isFetching ? null : problemOf(error)
  return (
    <WholePage
      title={allWords.pages.deliverability}
      back={words.back}
      onBack={() => goTo({ page: null })}
      className={className}
    >
      <p className="text-muted">{words.intro}</p>
      <DomainForm
        key={chosen}
        {...{ chosen, signers, problem }}
        onSigners={setSigners}
        onAgain={() => void refetch()}
      />
      <p role="status" className={isFetching ? 'text-muted' : 'sr-only'}>
        {isFetching ? words.checking : ''}
      </p>
      {problem !== null && problem.code !== 'invalid-input' && <ProblemNote problem={problem} />}
      {report !== undefined && error === null && <Report report={report} />}
    </WholePage>
  )
}
