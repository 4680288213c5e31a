import type { GuichetError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { jitter } from '../../steps/back-off.ts'

const hourMs = 3_600_000
const shortestMs = hourMs / 60
const longestMs = 2 * hourMs

/** A send may be tried for two days; its copy is tried for a day more. */
const giveUpAfterMs = 72 * hourMs

/**
 * When to try again to file the copy of a message of this date; null when it is time to give up. The pauses grow with
 * the age of the message, from a minute to two hours; a login that is refused is never hammered.
 */
export function retryCopyAt(clock: Clock, date: Date, error: GuichetError): Date | null {
  const age = clock.now().getTime() - date.getTime()
  if (error.retry === 'never' || age > giveUpAfterMs) return null
  const pause = error.retry === 'after-fix' ? longestMs : Math.min(Math.max(age / 2, shortestMs), longestMs)
  const wanted = Math.max(pause, error.retryAfterMs ?? 0)
  return new Date(clock.now().getTime() + wanted + jitter(clock, pause / 4))
}
