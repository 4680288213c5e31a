import type { GuichetError } from '../../errors.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { Clock } from '../../ports/clock.ts'
import { jitter } from '../../steps/back-off.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Pauses after the first, second, … attempt; the last one repeats. */
type Pauses = readonly [first: number, ...next: number[]]

/** What a server said no to for now: greylisting, a mailbox that is busy, a quota of the day. */
const patient: Pauses = [1, 5, 15, 60, 120, 240, 480]

/** A way that is closed for a moment, or a restart: nobody is bothered by looking again soon. */
const persistent: Pauses = [1, 1, 2, 5, 10, 15, 30]

/** Only a person helps; an hour after he did so, it is noticed even when nobody said it. */
const resigned: Pauses = [60]

/** A provider that says when has the word, but not for a day. */
const longestWaitMs = hourMs

/** After this long the writer is told that it failed. */
const giveUpAfterMs = 48 * hourMs

/** When to try again what was certainly not sent; null when it is time to give up. */
export function retryAt(clock: Clock, entry: OutboxEntry, error: GuichetError): Date | null {
  if (isTimeToGiveUp(clock, entry)) return null
  const pauses = pausesAfter(error)
  const pause = (pauses[Math.min(entry.attempts, pauses.length) - 1] ?? pauses[0]) * minuteMs
  const wished = Math.min(error.retryAfterMs ?? 0, longestWaitMs)
  // Whoever says when to come again means it: no attempt is wasted before, and none waits far longer.
  const wanted = error.code === 'throttled' && wished > 0 ? wished : Math.max(pause, wished)
  return new Date(clock.now().getTime() + wanted + jitter(clock, wanted / 4))
}

/** Whether a message has been tried, or held back, for as long as anybody would want. */
export function isTimeToGiveUp(clock: Clock, { dueAt, createdAt }: OutboxEntry): boolean {
  return clock.now().getTime() - (dueAt ?? createdAt).getTime() > giveUpAfterMs
}

function pausesAfter({ retry, code }: GuichetError): Pauses {
  if (retry === 'after-fix') return resigned
  return code === 'host-unreachable' || code === 'tls-failed' ? persistent : patient
}
