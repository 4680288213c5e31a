import { type ReactElement, useState } from 'react'
import type { DeliveryState, EndpointDeliveryRow } from '../api/types.ts'
import { exactTime, relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Time } from '../ui/time.tsx'
import { DeliveryDetails } from './delivery-details.tsx'

const looks: Readonly<Record<DeliveryState, readonly [icon: IconName, colour: string]>> = {
  waiting: ['clock', 'text-muted'],
  delivered: ['check', 'text-accent'],
  failed: ['warning', 'text-caution'],
  dead: ['close', 'text-danger'],
}

/** One event on its way to one destination; open, every attempt of it. */
export function DeliveryRow({ delivery }: { readonly delivery: EndpointDeliveryRow }): ReactElement {
  const words = useWords().endpoints
  const locale = useLocale()
  const now = useNow()
  const [open, setOpen] = useState(false)
  const { id, eventType, state, attempts, nextAttemptAt, createdAt } = delivery
  const [icon, colour] = looks[state]
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="focus-inset flex w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2 text-left hover:bg-hover"
      >
        <span className={`flex w-28 items-center gap-1.5 font-medium ${colour}`}>
          <Icon name={icon} />
          {words.deliveryStates[state]}
        </span>
        <code className="min-w-36 flex-1 font-mono text-small">{eventType}</code>
        <span className="text-muted text-small max-narrow:order-last max-narrow:w-full">
          {attempts > 1 && `${words.attempts(attempts)} · `}
          {state === 'failed' && nextAttemptAt !== null && (
            <>{words.nextAttempt(relativeTime(locale, nextAttemptAt, now))} · </>
          )}
          <Time at={createdAt} />
        </span>
        <Icon name="chevron" className={`text-muted transition-transform ${open ? 'rotate-180' : ''}`} />
      </button>
      {open && (
        <section
          aria-label={words.details(eventType, exactTime(locale, createdAt))}
          className="border-t bg-canvas px-3 py-3"
        >
          <DeliveryDetails id={id} />
        </section>
      )}
    </li>
  )
}
