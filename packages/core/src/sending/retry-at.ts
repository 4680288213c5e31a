import type { GuichetError } from '../errors.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import type { Clock } from '../ports/clock.ts'
import { jitter } from '../steps/back-off.ts'

const minuteMs = 60_000

/** Pauses after the first, second, … attempt; the last one repeats. */
const pausesMs: readonly number[] = [1, 5, 15, 60, 120, 240, 480].map((minutes) => minutes * minuteMs)

/** After this long the writer is told that it failed. */
const giveUpAfterMs = 48 * 60 * minuteMs

/** When to try again what was certainly not sent; null when it is time to give up. */
export function retryAt(clock: Clock, entry: OutboxEntry, error: GuichetError): Date | null {
  const now = clock.now().getTime()
  if (now - entry.createdAt.getTime() > giveUpAfterMs) return null
  const pause = pausesMs[Math.min(entry.attempts, pausesMs.length) - 1] ?? minuteMs
  const wanted = Math.max(pause, error.retryAfterMs ?? 0)
  return new Date(now + wanted + jitter(clock, pause / 4))
}
