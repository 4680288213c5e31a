import type { ReactElement } from 'react'
import type { Message } from '../api/types.ts'
import { plannedTime, relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useReason } from '../sending/use-reason.ts'
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

interface Props {
  readonly delivery: Delivery
  /** Over which it leaves; null where nobody knows yet. */
  readonly integrationId: string | null
  /** The customer has written since: it will be cancelled unless somebody sends it. */
  readonly isMoot?: boolean
  /** It was written in another mail client and found among the sent mail. */
  readonly isFromElsewhere: boolean
}

/** Where an answer stands: on its way, sent, waiting for another try, failed and why, or uncertain. */
export function DeliveryNote({
  delivery,
  integrationId,
  isFromElsewhere,
  isMoot = false,
}: Props): ReactElement {
  const { delivery: words, send, later } = useWords()
  const locale = useLocale()
  const now = useNow()
  const { state, error, nextAttemptAt, scheduledAt } = delivery
  const reason = useReason(error, integrationId)
  const waits = state === 'ready' && nextAttemptAt !== null && error !== null
  // For a moment in which it may be taken back, or until the time that somebody chose.
  const waitsForTime = state === 'ready' && error === null && nextAttemptAt !== null
  const sentLabel = isFromElsewhere && state === 'sent' ? words.elsewhere : words[state]
  const label = waits
    ? words.retry(relativeTime(locale, nextAttemptAt, now))
    : waitsForTime
      ? timeLabel(send, scheduledAt && plannedTime(locale, scheduledAt, now))
      : sentLabel
  return (
    <div className={`mt-2 flex items-start gap-1.5 text-small ${waits ? 'text-caution' : colours[state]}`}>
      <Icon name={icons[state]} />
      <p className="min-w-0 wrap-anywhere">
        {label}
        {waitsForTime && delivery.cancelIfAnswered && (
          <span className={isMoot ? 'block font-medium text-caution' : 'block'}>
            {isMoot ? later.written : later.unlessWritten}
          </span>
        )}
        {state === 'unknown' && <span className="block font-normal">{words.unknownHint}</span>}
        {reason !== null && state !== 'sent' && (
          <span lang={reason.lang} className="block font-normal">
            {reason.text}
          </span>
        )}
      </p>
    </div>
  )
}

function timeLabel(words: ReturnType<typeof useWords>['send'], planned: string | undefined): string {
  return planned === undefined ? words.leaving : words.planned(planned)
}
