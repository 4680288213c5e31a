import { describe, expect, it } from 'vitest'
import { GuichetError, type GuichetErrorCode, type GuichetErrorDetails } from '../../errors.ts'
import { sampleOutboxEntry } from '../../testing/contract/samples.ts'
import { testClock } from '../../testing/index.ts'
import { retryAt } from './retry-at.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const clock = testClock()

interface Attempt {
  readonly code: GuichetErrorCode
  readonly details?: GuichetErrorDetails
  readonly attempts?: number
}

/** The pause in minutes, without and with all of its jitter. */
function pauseAfter({ code, details = { retry: 'later' }, attempts = 1 }: Attempt): readonly number[] {
  const entry = sampleOutboxEntry({
    ...{ messageId: 'm', integrationId: 'i', attempts, createdAt: clock.now() },
  })
  return [0, 255].map((byte) => {
    const fixed = { ...clock, randomBytes: (length: number) => new Uint8Array(length).fill(byte) }
    const at = retryAt(fixed, entry, new GuichetError(code, 'no', details))
    return Math.round((((at?.getTime() ?? 0) - clock.now().getTime()) / minuteMs) * 100) / 100
  })
}

describe.each<[string, Attempt, readonly number[]]>([
  ['a refusal for now', { code: 'rejected' }, [1, 1.25]],
  ['the second one', { code: 'rejected', attempts: 2 }, [5, 6.25]],
  ['the fourth one', { code: 'rejected', attempts: 4 }, [60, 75]],
  ['any one after the seventh', { code: 'rejected', attempts: 30 }, [480, 600]],
  ['a host that cannot be reached', { code: 'host-unreachable' }, [1, 1.25]],
  ['a host that still cannot', { code: 'host-unreachable', attempts: 4 }, [5, 6.25]],
  ['a host that never can', { code: 'host-unreachable', attempts: 40 }, [30, 37.5]],
  ['a handshake that failed', { code: 'tls-failed', attempts: 3 }, [2, 2.5]],
  [
    'a login that a person must correct',
    { code: 'access-revoked', details: { retry: 'after-fix' } },
    [60, 75],
  ],
  [
    'a provider that says when',
    { code: 'throttled', details: { retry: 'later', retryAfterMs: 30_000 }, attempts: 5 },
    [0.5, 0.63],
  ],
  [
    'a provider that says tomorrow',
    { code: 'throttled', details: { retry: 'later', retryAfterMs: 24 * hourMs } },
    [60, 75],
  ],
  ['a provider that does not say when', { code: 'throttled', attempts: 2 }, [5, 6.25]],
  [
    'a server in trouble that says when',
    { code: 'rejected', details: { retry: 'later', retryAfterMs: 10 * minuteMs } },
    [10, 12.5],
  ],
])('after %s', (_name, attempt, pause) => {
  it(`${pause[0]} to ${pause[1]} minutes pass`, () => expect(pauseAfter(attempt)).toEqual(pause))
})

it('is given up two days after it was due, whenever it was written', () => {
  const now = clock.now().getTime()
  const busy = new GuichetError('rejected', 'busy', { retry: 'later' })
  const entry = sampleOutboxEntry({ messageId: 'm', integrationId: 'i', attempts: 1 })
  const old = { ...entry, createdAt: new Date(now - 49 * hourMs) }
  expect(retryAt(clock, old, busy)).toBeNull()
  expect(retryAt(clock, { ...old, dueAt: new Date(now - hourMs) }, busy)).not.toBeNull()
})
