import { describe, expect, it } from 'vitest'
import { GuichetError, type GuichetErrorCode } from '../errors.ts'
import { testClock } from '../testing/index.ts'
import { reconnectPace } from './reconnect-pace.ts'

const error = (code: GuichetErrorCode, details: { retryAfterMs?: number } = {}) =>
  new GuichetError(code, 'it failed', { retry: 'later', ...details })

/** Connections begun within a day, when each lasts so long and ends like that. */
async function attempts(failure: GuichetError, lifeMs: number, worked: boolean): Promise<readonly number[]> {
  const clock = testClock()
  const pace = reconnectPace(clock)
  const begun: number[] = []
  const end = clock.now().getTime() + 24 * 3_600_000
  while (clock.now().getTime() < end) {
    begun.push(clock.now().getTime())
    pace.begin()
    await clock.advance(lifeMs)
    await clock.advance(pace.ended(failure, worked))
  }
  return begun
}

function mostInAnHour(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 3_600_000).length))
}

describe('the pace of reconnecting', () => {
  it.each([
    ['takes the login and hangs up', false, 10],
    ['answers one sync and hangs up', true, 500],
  ])('knocks at most twelve times an hour at a server that %s', async (_, worked, lifeMs) => {
    const times = await attempts(error('host-unreachable'), lifeMs, worked)
    expect(mostInAnHour(times)).toBeLessThanOrEqual(12)
    expect(times.length).toBeGreaterThan(24)
  })

  it('does not count what failed on our own side', async () => {
    const times = await attempts(error('storage-failed'), 10, false)
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * 60_000 + 10)
  })

  it('is at once again after a connection that worked and lasted', async () => {
    const clock = testClock()
    const pace = reconnectPace(clock)
    for (let failed = 0; failed < 8; failed += 1) {
      pace.begin()
      await clock.advance(pace.ended(error('host-unreachable'), false))
    }
    pace.begin()
    await clock.advance(10 * 60_000)
    expect(pace.ended(error('host-unreachable'), true)).toBeLessThanOrEqual(2_000)
  })

  it('waits as long as a server asks for, and for a person where only a person can help', () => {
    const pace = reconnectPace(testClock())
    pace.begin()
    expect(pace.ended(error('throttled', { retryAfterMs: 92_415 }), true)).toBe(92_415)
    expect(pace.ended(error('access-revoked'), false)).toBeGreaterThan(3_600_000)
  })
})
