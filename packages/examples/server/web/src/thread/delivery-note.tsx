import type { ReactElement } from 'react'
import type { Message } from '../api/types.ts'
import { relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { Icon, type IconName } from '../ui/icon.tsx'

type Delivery = NonNullable<Message['delivery']>

const icons: Readonly<Record<Delivery['state'], IconName>> = {
  ready: 'clock',
  sending: 'clock',
  sent: 'check',
  failed: 'warning',
  unknown: 'help',
  cancelled: 'close',
}

const colours: Readonly<Record<Delivery['state'], string>> = {
  ready: 'text-muted',
  sending: 'text-muted',
  sent: 'text-muted',
  failed: 'text-danger font-medium',
  unknown: 'text-caution font-medium',
  cancelled: 'text-muted',
}

const minuteMs = 60_000

/** Of an answer that waits for its time: for a moment in which it may be taken back, or until it was planned. */
function planned(
  words: ReturnType<typeof useWords>['send'],
  at: string,
  { locale, now }: { readonly locale: string; readonly now: Date },
): string {
  const isSoon = new Date(at).getTime() - now.getTime() < 2 * minuteMs
  return isSoon ? words.leaving : words.planned(relativeTime(locale, at, now))
}

interface Props {
  readonly delivery: Delivery
  /** It was written in another mail client and found among the sent mail. */
  readonly isFromElsewhere: boolean
}

/** Where an answer stands: on its way, sent, waiting for another try, failed and why, or uncertain. */
export function DeliveryNote({ delivery, isFromElsewhere }: Props): ReactElement {
  const { delivery: words, send } = useWords()
  const locale = useLocale()
  const now = useNow()
  const { state, error, nextAttemptAt } = delivery
  const waits = state === 'ready' && nextAttemptAt !== null && error !== null
  const isPlanned = state === 'ready' && error === null && nextAttemptAt !== null
  const sentLabel = isFromElsewhere && state === 'sent' ? words.elsewhere : words[state]
  const label = waits
    ? words.retry(relativeTime(locale, nextAttemptAt, now))
    : isPlanned
      ? planned(send, nextAttemptAt, { locale, now })
      : sentLabel
  return (
    <div className={`mt-2 flex items-start gap-1.5 text-small ${waits ? 'text-caution' : colours[state]}`}>
      <Icon name={icons[state]} />
      <p className="min-w-0 wrap-anywhere">
        {label}
        {state === 'unknown' && <span className="block font-normal">{words.unknownHint}</span>}
        {error !== null && state !== 'sent' && (
          <span lang="en" className="block font-normal">
            {error}
          </span>
        )}
      </p>
    </div>
  )
}
