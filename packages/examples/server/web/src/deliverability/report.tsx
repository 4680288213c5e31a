import type { ReactElement } from 'react'
import type { DeliverabilityReport, Finding } from '../api/types.ts'
import { relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { CopyField } from '../ui/copy-field.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'

type State = Finding['state']

const subjects = ['mx', 'spf', 'dkim', 'dmarc'] as const
const bestFirst: readonly State[] = ['good', 'unknown', 'notice', 'problem']

const looks: Readonly<Record<State, readonly [icon: IconName, colour: string, ground: string]>> = {
  good: ['check', 'text-accent', 'bg-accent-soft'],
  notice: ['help', 'text-caution', 'bg-caution-soft'],
  problem: ['warning', 'text-danger', 'bg-danger-soft'],
  unknown: ['clock', 'text-muted', 'bg-hover'],
}

/** The verdict on a domain and on each of the four things it publishes. */
export function Report({ report }: { readonly report: DeliverabilityReport }): ReactElement {
  const words = useWords().deliverability
  const locale = useLocale()
  const now = useNow()
  const { domain, state, checkedAt, findings } = report
  return (
    <article aria-labelledby="report-domain" className="flex flex-col gap-3 pb-6">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 id="report-domain" className="flex-1 font-semibold text-title wrap-anywhere">
          {domain}
        </h3>
        <p className="text-muted text-small">{words.checked(relativeTime(locale, checkedAt, now))}</p>
        <p className="basis-full">{words.summaries[state]}</p>
      </header>
      {subjects.map((subject) => (
        <SubjectReport
          key={subject}
          subject={subject}
          findings={findings.filter((one) => one.subject === subject)}
        />
      ))}
    </article>
  )
}

interface SubjectProps {
  readonly subject: Finding['subject']
  readonly findings: readonly Finding[]
}

function SubjectReport({ subject, findings }: SubjectProps): ReactElement {
  const words = useWords().deliverability
  const state = findings.reduce<State>(
    (worst, one) => (bestFirst.indexOf(one.state) > bestFirst.indexOf(worst) ? one.state : worst),
    'good',
  )
  const [icon, colour, ground] = looks[state]
  return (
    <section aria-labelledby={`report-${subject}`} className="rounded-xl border bg-surface px-4 py-3">
      <header className="flex flex-wrap items-center gap-2">
        <h4 id={`report-${subject}`} className="flex-1 font-semibold text-body">
          {words.subjects[subject]}
        </h4>
        <span
          className={`flex items-center gap-1.5 rounded-full px-2.5 py-0.5 font-medium ${colour} ${ground}`}
        >
          <Icon name={icon} />
          {words.states[state]}
        </span>
      </header>
      <ul className="mt-2 flex flex-col gap-3">
        {findings.map((one) => (
          <FindingItem key={one.key + one.name} finding={one} />
        ))}
      </ul>
      <Published findings={findings} />
    </section>
  )
}

/** What was found, why it matters, and the record that mends it. */
function FindingItem({ finding }: { readonly finding: Finding }): ReactElement {
  const words = useWords().deliverability
  const { language } = useStore(preferences)
  const { state, publish } = finding
  const { what, remedy } = finding.words[language]
  const [icon, colour] = looks[state]
  // The sentence ends with the value; it stands below, to be copied.
  const said =
    publish !== null && remedy.endsWith(publish.value) ? remedy.slice(0, -publish.value.length) : remedy
  return (
    <li className="flex gap-2">
      <Icon name={icon} className={`mt-0.5 ${colour}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="wrap-anywhere">
          {what} {said}
        </p>
        {publish !== null && (
          <div className="flex flex-col gap-2">
            <CopyField label={words.recordName(publish.type)} value={publish.name} />
            <CopyField label={words.recordValue(publish.type)} value={publish.value} />
          </div>
        )}
      </div>
    </li>
  )
}

function Published({ findings }: Pick<SubjectProps, 'findings'>): ReactElement | null {
  const words = useWords().deliverability
  const found = [...new Set(findings.flatMap((one) => one.found))]
  if (found.length === 0) return null
  return (
    <details className="mt-2">
      <summary className="min-h-6 text-muted text-small">{words.published}</summary>
      <ul className="mt-1 flex flex-col gap-1">
        {found.map((record) => (
          <li key={record} className="rounded-md bg-canvas px-2.5 py-1 font-mono text-small wrap-anywhere">
            {record}
          </li>
        ))}
      </ul>
    </details>
  )
}
