import type { ReactElement } from 'react'
import type { MailSummary } from '../api/types.ts'
import { plannedTime, relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { Icon, type IconName } from '../ui/icon.tsx'

type State = MailSummary['delivery']['state']

const looks: Readonly<Record<State, readonly [icon: IconName, colour: string]>> = {
  ready: ['clock', 'text-muted'],
  sending: ['clock', 'text-muted'],
  sent: ['check', 'text-muted'],
  failed: ['warning', 'text-danger font-medium'],
  unknown: ['help', 'text-caution font-medium'],
  cancelled: ['close', 'text-muted'],
}

/** What became of a mail, and of those it was meant for and did not reach. */
export function MailState({ mail }: { readonly mail: MailSummary }): ReactElement {
  const words = useWords()
  const locale = useLocale()
  const now = useNow()
  const { delivery, arrivals = [], dropped } = mail
  const [icon, colour] = looks[delivery.state]
  const bounced = arrivals.filter(({ state }) => state === 'bounced').length
  const { scheduledAt, nextAttemptAt, error } = delivery
  const label =
    delivery.state !== 'ready'
      ? words.mails.states[delivery.state]
      : error !== null && nextAttemptAt !== null
        ? words.delivery.retry(relativeTime(locale, nextAttemptAt, now))
        : scheduledAt === undefined
          ? words.mails.states.ready
          : words.send.planned(plannedTime(locale, scheduledAt, now))
  return (
    <>
      <span className={`flex items-center gap-1.5 ${colour}`}>
        <Icon name={icon} />
        {label}
      </span>
      {bounced > 0 && (
        <span className="flex items-center gap-1.5 font-medium text-danger">
          <Icon name="warning" />
          {words.mails.bounced(bounced)}
        </span>
      )}
      {dropped.length > 0 && (
        <span className="flex items-center gap-1.5 text-caution">
          <Icon name="warning" />
          {words.mails.dropped(dropped.length)}
        </span>
      )}
    </>
  )
}
