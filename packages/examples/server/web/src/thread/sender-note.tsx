import type { ReactElement } from 'react'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Icon, type IconName } from '../ui/icon.tsx'

type Verdict = Exclude<Message['authentication']['verdict'], 'unchecked'>

const looks: Readonly<Record<Verdict, { readonly icon: IconName; readonly style: string }>> = {
  pass: { icon: 'check', style: 'text-muted' },
  unknown: { icon: 'help', style: 'text-muted' },
  fail: { icon: 'warning', style: 'rounded-md bg-caution-soft px-2.5' },
}

/** Whether the sender is who the mail says, with the reasons on demand, and what may mislead in plain sight. */
export function SenderNote({ message }: { readonly message: Message }): ReactElement | null {
  const words = useWords().sender
  const { verdict, evidence, domain, warnings } = message.authentication
  if (message.direction !== 'inbound') return null
  return (
    <>
      {verdict !== 'unchecked' && (
        <details className={`mb-2 py-0.5 text-small ${looks[verdict].style}`}>
          <summary className="flex min-h-6 list-none items-center gap-1.5" title={words.why}>
            <Icon name={looks[verdict].icon} className="size-3.5" />
            <span className={verdict === 'fail' ? 'font-medium' : ''}>{words[verdict](domain ?? '')}</span>
            <span className="sr-only">{words.why}</span>
            <Icon name="chevron" className="size-3.5" />
          </summary>
          <p>{words.meaning[verdict]}</p>
          <ul lang="en" className="mt-1 list-disc wrap-anywhere pb-1 pl-4 text-muted">
            {evidence.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {warnings.map(({ kind, value }) => (
        <p
          key={kind}
          className="mb-2 flex items-start gap-1.5 rounded-md bg-caution-soft px-2.5 py-1 text-small wrap-anywhere"
        >
          <Icon name="warning" className="mt-0.5 size-3.5" />
          <span>{words.warnings[kind](value)}</span>
        </p>
      ))}
    </>
  )
}
