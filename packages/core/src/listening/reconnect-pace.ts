import type { GuichetError, GuichetErrorCode } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { backOff } from '../steps/back-off.ts'

/** How long to wait before a source is connected to again. */
export interface ReconnectPace {
  /** A connection is about to be made. */
  begin(): void
  /** It ended with this error; `worked` when a sync was completed in it. Returns the pause. */
  ended(error: GuichetError, worked: boolean): number
}

const firstPauseMs = 2_000
const longestPauseMs = 10 * 60_000
/** After so many refused logins nobody knocks again until a person has changed something, or asks. */
const loginTries = 5
const untilAskedMs = 24 * 60 * 60_000
const hourMs = 60 * 60_000
/** A connection that lasted so long was a good one, however it ended. */
const goodMs = 5 * 60_000
/** Nobody was called when our own side failed. */
const ourFailures: ReadonlySet<GuichetErrorCode> = new Set([
  'storage-failed',
  'internal',
  'decryption-failed',
])
/** Of connections that were none, so many in an hour: providers close accounts for less. */
const shortLivedAnHour = 12

/**
 * Pauses grow while nothing works and start over after a connection in which a sync was completed and which then
 * lasted a while: a server that takes the login, answers once and hangs up is as much of a storm as one that answers
 * nothing. Whatever the errors say, the short-lived connections of an hour are limited.
 */
export function reconnectPace(clock: Clock): ReconnectPace {
  let failures = 0
  let begunAt = 0
  let shortLived: readonly number[] = []
  return {
    begin() {
      begunAt = clock.now().getTime()
    },
    ended(error, worked) {
      const now = clock.now().getTime()
      const wasGood = worked && now - begunAt >= goodMs
      failures = wasGood ? 1 : failures + 1
      shortLived = shortLived.filter((at) => at > now - hourMs)
      if (!wasGood && !ourFailures.has(error.code)) shortLived = [...shortLived, begunAt]
      const twelfth = shortLived.at(-shortLivedAnHour)
      const budgetMs = twelfth === undefined ? 0 : twelfth + hourMs - now
      return Math.max(pauseMs(clock, error, failures), budgetMs)
    },
  }
}

function pauseMs(clock: Clock, error: GuichetError, failures: number): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs
  // A permission that was taken back does not come back by asking, and servers lock out accounts for wrong passwords.
  const isLoginRefused = error.code === 'authentication-failed' && failures >= loginTries
  if (error.code === 'access-revoked' || isLoginRefused) return untilAskedMs
  // Fourfold each time, so that the budget of an hour is spread over it and not used up in the first minutes.
  const insists = error.retry === 'after-fix' && failures >= 3
  return insists ? longestPauseMs : backOff(clock, 2 * failures - 1, firstPauseMs, longestPauseMs)
}
