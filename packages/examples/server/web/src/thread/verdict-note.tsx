import type { ReactElement } from 'react'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'

/** What a message is when no person wrote it, and what shows that. */
export function VerdictNote({ message }: { readonly message: Message }): ReactElement | null {
  const words = useWords()
  const { direction, verdict, evidence } = message
  if (direction !== 'inbound' || verdict === 'person') return null
  const label = words.verdicts[verdict]
  if (evidence.length === 0) return <p className={style}>{label}</p>
  return (
    <details className={style}>
      <summary className="flex min-h-6 list-none items-center gap-1.5">
        <span className="font-medium">{label}</span>
        <span className="text-muted">{words.thread.evidence}</span>
        <Icon name="chevron" className="size-3.5 text-muted" />
      </summary>
      <ul lang="en" className="mt-1 list-disc wrap-anywhere pb-1 pl-4 text-muted">
        {evidence.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}

const style = 'mb-3 rounded-md bg-canvas px-2.5 py-1 text-small'
