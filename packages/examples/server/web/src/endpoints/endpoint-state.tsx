import type { ReactElement } from 'react'
import type { EndpointView } from '../api/types.ts'
import { relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { Icon } from '../ui/icon.tsx'

/** Whether events arrive there, and if not, why. */
export function EndpointState({ endpoint }: { readonly endpoint: EndpointView }): ReactElement {
  const words = useWords().endpoints.states
  const locale = useLocale()
  const now = useNow()
  const { state, because, failingSince, restsUntil } = endpoint
  if (state === 'disabled') {
    const isFault = because === 'gone' || because === 'failing'
    const label = because === 'gone' ? words.gone : because === 'failing' ? words.failed : words.person
    return (
      <Line icon={isFault ? 'warning' : 'close'} colour={isFault ? 'text-danger' : 'text-muted'}>
        {label}
      </Line>
    )
  }
  if (failingSince === null) {
    return (
      <Line icon="check" colour="text-accent">
        {words.well}
      </Line>
    )
  }
  const next = restsUntil === null ? '' : ` · ${words.retry(relativeTime(locale, restsUntil, now))}`
  return (
    <Line icon="warning" colour="text-caution">
      {words.failing(relativeTime(locale, failingSince, now)) + next}
    </Line>
  )
}

interface LineProps {
  readonly icon: 'check' | 'close' | 'warning'
  readonly colour: string
  readonly children: string
}

function Line({ icon, colour, children }: LineProps): ReactElement {
  return (
    <span className={`mt-1 flex items-start gap-1.5 font-medium text-small ${colour}`}>
      <Icon name={icon} />
      {children}
    </span>
  )
}
