import type { ReactElement } from 'react'
import { useGapReport } from '../api/gap-report.ts'
import { problemOf } from '../api/problem.ts'
import type { GapReport, IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Time } from '../ui/time.tsx'

interface Props {
  readonly integration: IntegrationView
  readonly onClose: () => void
}

/** Whether mail is missing: what the server has and where all of it went, in words and by folder. */
export function GapDialog({ integration, onClose }: Props): ReactElement {
  const words = useWords()
  const { data: report, error } = useGapReport(integration.id)
  return (
    <Dialog wide open title={words.gap.title(integration.name)} onClose={onClose}>
      <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
        {error !== null && <ProblemNote problem={problemOf(error)} />}
        {error === null && report === undefined && <p className="text-muted">{words.app.loading}</p>}
        {report !== undefined && <Report report={report} />}
      </div>
    </Dialog>
  )
}

function Report({ report }: { readonly report: GapReport }): ReactElement {
  const words = useWords().gap
  const [first] = report.sources
  if (first === undefined) return <p className="text-muted">{words.notYet}</p>
  return (
    <>
      <Verdict report={report} />
      <dl className="flex flex-col gap-1">
        {factsOf(report).map(({ name, count }) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-muted">{words.facts[name]}</dt>
            <dd className="tabular-nums">{count}</dd>
          </div>
        ))}
      </dl>
      {report.sources.length > 1 && <Folders report={report} />}
      <p className="text-muted text-small">
        {words.counted} <Time at={first.countedAt} />
      </p>
    </>
  )
}

function Verdict({ report: { gap, notYetRead } }: { readonly report: GapReport }): ReactElement {
  const words = useWords().gap
  const isReading = notYetRead > 0
  const sentence = gap > 0 ? words.missing(gap) : isReading ? words.reading(notYetRead) : words.complete
  const colour = gap > 0 ? 'text-danger' : isReading ? 'text-muted' : 'text-accent'
  return (
    <p role="status" className={`flex items-center gap-2 font-medium ${colour}`}>
      <Icon name={gap > 0 ? 'warning' : isReading ? 'clock' : 'check'} />
      {sentence}
    </p>
  )
}

const always = ['serverCount', 'stored'] as const
const whereAny = ['quarantined', 'deleted', 'missing', 'notYetRead', 'newer', 'gap'] as const

/** What is there in any case, and of the rest what is not 0. */
function factsOf(report: GapReport) {
  return [...always, ...whereAny.filter((name) => report[name] > 0)].map((name) => ({
    name,
    count: report[name],
  }))
}

function Folders({ report }: { readonly report: GapReport }): ReactElement {
  const words = useWords().gap
  return (
    <table className="w-full text-small">
      <thead>
        <tr className="border-b text-left text-muted">
          <th className="py-1 font-medium">{words.folder}</th>
          <th className="py-1 text-right font-medium">{words.onServer}</th>
          <th className="py-1 text-right font-medium">{words.here}</th>
          <th className="py-1 text-right font-medium">{words.unexplained}</th>
        </tr>
      </thead>
      <tbody>
        {report.sources.map(({ source, role, serverCount, stored, gap }) => (
          <tr key={source} className="border-b last:border-0">
            <td className="py-1 wrap-anywhere" title={source}>
              {role === 'other' ? source : words.roles[role]}
            </td>
            <td className="py-1 text-right tabular-nums">{serverCount}</td>
            <td className="py-1 text-right tabular-nums">{stored}</td>
            <td className={`py-1 text-right tabular-nums ${gap > 0 ? 'font-semibold text-danger' : ''}`}>
              {gap}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
