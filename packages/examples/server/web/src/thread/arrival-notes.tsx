import type { ReactElement } from 'react'
import type { Message } from '../api/types.ts'
import { exactTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { phoneName } from '../language/phone-name.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { failureCause } from './failure-cause.ts'

type Arrival = NonNullable<Message['arrivals']>[number]

const looks: Readonly<Record<Arrival['state'], readonly [icon: IconName, colour: string]>> = {
  delayed: ['clock', 'text-caution'],
  delivered: ['check', 'text-muted'],
  read: ['check', 'text-muted'],
  bounced: ['warning', 'text-danger font-medium'],
  complained: ['flag', 'text-danger font-medium'],
}

/** What became of an answer at each recipient, as servers and mail clients reported it. */
export function ArrivalNotes({ arrivals }: { readonly arrivals: readonly Arrival[] }): ReactElement {
  return (
    <ul className="mt-2 flex flex-col gap-1 text-small">
      {arrivals.map((arrival) => (
        <ArrivalNote key={arrival.recipient} arrival={arrival} />
      ))}
    </ul>
  )
}

function ArrivalNote({ arrival }: { readonly arrival: Arrival }): ReactElement {
  const words = useWords().arrival
  const locale = useLocale()
  const { state, recipient, status, reason, at } = arrival
  const [icon, colour] = looks[state]
  const label =
    state === 'bounced' ? words.bounced(words.causes[failureCause(arrival)], status) : words[state]
  return (
    <li className={`flex items-start gap-1.5 ${colour}`}>
      <Icon name={icon} />
      <p className="min-w-0 wrap-anywhere" title={exactTime(locale, at)}>
        {label}
        <span className="font-normal"> · {phoneName(recipient)}</span>
        {state === 'bounced' && reason !== '' && (
          <span lang="en" className="block font-normal text-muted">
            {reason}
          </span>
        )}
      </p>
    </li>
  )
}
