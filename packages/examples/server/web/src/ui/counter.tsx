import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'

interface Props {
  readonly count: number
  /** What is counted: conversations that need work, unless told. */
  readonly label?: (count: number) => string
}

/** A number beside a name: short for the eye, exact for screen readers; nothing when there is nothing to do. */
export function Counter({ count, label }: Props): ReactElement | null {
  const words = useWords()
  if (count === 0) return null
  const said = (label ?? words.folders.needWork)(count)
  return (
    <span className="ml-auto shrink-0 pl-2 font-medium text-muted text-small tabular-nums" title={said}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">, {said}</span>
    </span>
  )
}
