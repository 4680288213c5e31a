import { GuichetError } from '../../errors.ts'
import type { OutboxEntry, OutboxSettlement } from '../../model/outbox.ts'
import type { Clock } from '../../ports/clock.ts'
import { retryAt } from './retry-at.ts'

/** How an attempt ended that failed. Only what was certainly not done may be tried again. */
export function unsent(
  clock: Clock,
  entry: OutboxEntry,
  error: GuichetError,
): Pick<OutboxSettlement, 'state' | 'error' | 'nextAttemptAt'> {
  if (error.outcome === 'unknown') return { state: 'unknown', error: error.message, nextAttemptAt: null }
  const nextAttemptAt = error.retry === 'never' ? null : retryAt(clock, entry, error)
  return { state: nextAttemptAt === null ? 'failed' : 'ready', error: error.message, nextAttemptAt }
}

/** A bug in a channel may strike after the message has left. */
export function unforeseen(cause: unknown): GuichetError {
  return new GuichetError('outcome-unknown', 'sending broke off; the message may have been sent', {
    outcome: 'unknown',
    cause,
  })
}
