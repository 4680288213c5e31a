import type { ReactElement } from 'react'
import { useOutgoing } from '../api/outgoing.ts'
import { navItemStyle } from '../folders/nav-item-style.ts'
import { PaneSection } from '../folders/pane-section.tsx'
import { useWords } from '../language/language.ts'
import { type ListName, placeAfter, usePlace } from '../state/location.ts'
import { Counter } from '../ui/counter.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'

const icons: Readonly<Record<ListName, IconName>> = { planned: 'clock', unsent: 'warning' }

/** The lists of what has not left; they are there while something is in them. */
export function OutgoingLinks(): ReactElement | null {
  const words = useWords().outgoing
  const place = usePlace()
  const counts: Readonly<Record<ListName, number>> = {
    planned: useOutgoing('planned').data?.length ?? 0,
    unsent: useOutgoing('unsent').data?.length ?? 0,
  }
  const shown = (['planned', 'unsent'] as const).filter((list) => counts[list] > 0 || place.page === list)
  if (shown.length === 0) return null
  return (
    <PaneSection title={words.title}>
      <nav aria-label={words.title}>
        <ul className="flex flex-col gap-px">
          {shown.map((list) => {
            const current = place.page === list
            return (
              <li key={list} className="flex">
                <Link
                  to={placeAfter(place, { page: list, chosen: '', conversation: null })}
                  aria-current={current ? 'page' : undefined}
                  className={`${navItemStyle(current)} pl-2.5`}
                >
                  <Icon name={icons[list]} className={list === 'unsent' ? 'text-danger' : 'text-muted'} />
                  <span className="truncate">{words.lists[list]}</span>
                  <Counter count={counts[list]} label={words.counts[list]} />
                </Link>
              </li>
            )
          })}
        </ul>
      </nav>
    </PaneSection>
  )
}
