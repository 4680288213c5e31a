import type { ReactElement, ReactNode } from 'react'
import type { StatusFilter } from '../state/location.ts'

const full = 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z'

const marks: Readonly<Record<StatusFilter, ReactNode>> = {
  new: <path d={full} fill="currentColor" stroke="none" />,
  open: (
    <>
      <path d={full} />
      <path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" stroke="none" />
    </>
  ),
  resolved: <path d={`${full}M5.7 8.2l1.6 1.6 3-3.4`} />,
  archived: <path d="M3 4h10v2.6H3zM4 6.6V12h8V6.6M6.6 9h2.8" />,
  spam: <path d={`${full}M4.6 4.6l6.8 6.8`} />,
  active: (
    <>
      <path d={full} />
      <path d="M8 5.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z" fill="currentColor" stroke="none" />
    </>
  ),
  all: <path d="M3 4.5h10M3 8h10M3 11.5h10" />,
  urgent: <path d="M4.5 13.5V3M4.5 3.4h7l-1.5 2.6 1.5 2.6h-7" />,
}

const colours: Readonly<Record<StatusFilter, string>> = {
  new: 'text-accent',
  open: 'text-accent',
  resolved: 'text-muted',
  archived: 'text-muted',
  spam: 'text-muted',
  urgent: 'text-danger',
  active: 'text-accent',
  all: 'text-muted',
}

/** The sign of a status: told apart by shape, not only by colour. Always beside its name. */
export function StatusMark({ status }: { readonly status: StatusFilter }): ReactElement {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.35}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`size-4 shrink-0 ${colours[status]}`}
    >
      {marks[status]}
    </svg>
  )
}
