import type { GuichetError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { jitter } from '../steps/back-off.ts'

const minuteMs = 60_000

/** Providers keep files for two days; before that somebody must be told. */
const giveUpAfterMs = 40 * 60 * minuteMs

/**
 * When to ask again for a file that could not be had yet; null when it is time to give up. The pauses grow with the age
 * of the message, from half a minute to two hours: nothing has to be counted.
 */
export function retryFetchAt(clock: Clock, receivedAt: Date, error: GuichetError): Date | null {
  const now = clock.now().getTime()
  const age = now - receivedAt.getTime()
  if (age > giveUpAfterMs) return null
  const pause = Math.min(Math.max(age / 2, minuteMs / 2), 120 * minuteMs)
  return new Date(now + Math.max(pause, error.retryAfterMs ?? 0) + jitter(clock, pause / 4))
}
