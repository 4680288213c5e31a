import type { Plan } from '../api/types.ts'
import { plannedTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { useNow } from '../state/now.ts'

/** Says when an answer will leave, where that is not at once. */
export function usePlannedNotice(): (plan: Plan | undefined) => void {
  const words = useWords().later
  const locale = useLocale()
  const now = useNow()
  return (plan) => {
    if (plan !== undefined) notify(words.planned(plannedTime(locale, plan.sendAt, now)))
  }
}
