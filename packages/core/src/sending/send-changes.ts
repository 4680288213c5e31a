import type { OutboxChange } from '../model/outbox.ts'
import type { Clock } from '../ports/clock.ts'

/** It leaves at once, as if it had been written now. */
export function leaveNow(clock: Clock, from: OutboxChange['from']): OutboxChange {
  return { from, state: 'ready', dueAt: clock.now(), nextAttemptAt: null, isScheduled: false, error: null }
}

/** What failed, or may have been sent, is sent again. */
export function sendAgain(clock: Clock): OutboxChange {
  return leaveNow(clock, ['unknown', 'failed'])
}

/** Somebody saw that it was sent. */
export const markAsSent: OutboxChange = { from: ['unknown'], state: 'sent', error: null, nextAttemptAt: null }

/** It does not leave any more. */
export function takeBack(from: OutboxChange['from']): OutboxChange {
  return { from, state: 'cancelled', error: 'it was taken back before it was sent', nextAttemptAt: null }
}
