import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'

/** A number beside a name: short for the eye, exact for screen readers; nothing when there is nothing to do. */
export function Counter({ count }: { readonly count: number }): ReactElement | null {
  const words = useWords()
  if (count === 0) return null
  return (
    <span
      className="ml-auto shrink-0 pl-2 font-medium text-muted text-small tabular-nums"
      title={words.folders.needWork(count)}
    >
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">, {words.folders.needWork(count)}</span>
    </span>
  )
}
