import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { placeAfter, statusFilters, usePlace } from '../state/location.ts'
import { Link } from '../ui/link.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { statusName } from '../ui/status-name.ts'
import { navItemStyle } from './nav-item-style.ts'
import { PaneSection } from './pane-section.tsx'

/** Which conversations of the folder are shown: what needs work, one status, or all of them. */
export function StatusFilters(): ReactElement {
  const words = useWords()
  const place = usePlace()
  return (
    <PaneSection title={words.status.title}>
      <nav aria-label={words.status.filterTitle}>
        <ul className="flex flex-col gap-px">
          {statusFilters.map((status) => {
            const current = place.page === null && place.status === status
            return (
              <li key={status} className="flex">
                <Link
                  to={placeAfter(place, { status, conversation: null })}
                  aria-current={current ? 'true' : undefined}
                  className={`${navItemStyle(current)} pl-2.5`}
                >
                  <StatusMark status={status} />
                  <span className="truncate">{statusName(status, words)}</span>
                </Link>
              </li>
            )
          })}
        </ul>
      </nav>
    </PaneSection>
  )
}
