import type { ReactElement } from 'react'
import { exactTime, relativeTime, shortTime } from '../language/dates.ts'
import { useLocale } from '../language/language.ts'
import { useNow } from '../state/now.ts'

/** A time as people say it; the exact one is in the tooltip and in `datetime`. */
export function Time({ at, short = false }: { readonly at: string; readonly short?: boolean }): ReactElement {
  const locale = useLocale()
  const now = useNow()
  return (
    <time dateTime={at} title={exactTime(locale, at)}>
      {short ? shortTime(locale, at, now) : relativeTime(locale, at, now)}
    </time>
  )
}
