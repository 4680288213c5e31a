import type { Clock } from '../../ports/clock.ts'
import type { NewJob } from '../../ports/jobs.ts'

/** Providers that file copies by themselves are given the time to do so: then theirs is found. */
const pauseMs = 20_000

/** Files a copy of what was sent, where its channel keeps one. */
export function copyJob(clock: Clock, messageId: string): NewJob {
  return { queue: 'file', subject: messageId, startAt: new Date(clock.now().getTime() + pauseMs) }
}
