import { afterEach, expect, it } from 'vitest'
import { GuichetError, type GuichetErrorDetails } from '../../errors.ts'
import { type FakeMetrics, fakeMetrics } from '../../testing/fake-metrics.ts'
import { fakeChannel } from '../../testing/index.ts'
import { openSendingDesk, type SendingDesk } from '../../testing/sending-desk.ts'
import type { SendLimits } from '../leaving/send-limits.ts'

const secondMs = 1000
const minuteMs = 60_000

let desk: SendingDesk
let metrics: FakeMetrics
afterEach(() => desk.stop())

async function open(limits: SendLimits = {}): Promise<void> {
  metrics = fakeMetrics()
  desk = await openSendingDesk(limits, fakeChannel(), metrics)
}

/** Counters of one name, without it. */
function counted(name: string): Readonly<Record<string, number>> {
  const own = [...metrics.values].filter(([key]) => key.startsWith(name))
  return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length), value]))
}

const failure = (code: 'throttled' | 'rejected' | 'outcome-unknown', details: GuichetErrorDetails) =>
  new GuichetError(code, 'said by the server', details)

it('attempts are counted by how they ended and why, and timed', async () => {
  await open()
  desk.channel.failNextSends(
    failure('throttled', { retry: 'later' }),
    failure('rejected', { retry: 'never' }),
    failure('outcome-unknown', { outcome: 'unknown' }),
  )
  for (const _ of ['throttled', 'rejected', 'unknown', 'sent']) {
    await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(secondMs)
  }
  expect(counted('guichet_send_attempts_total')).toEqual({
    '{channel="fake",outcome="retry",reason="throttled"}': 1,
    '{channel="fake",outcome="failed",reason="rejected"}': 1,
    '{channel="fake",outcome="unknown",reason="outcome-unknown"}': 1,
    '{channel="fake",outcome="sent",reason="none"}': 1,
  })
  expect(counted('guichet_send_duration_seconds')).toMatchObject({ '{channel="fake",outcome="sent"}': 1 })
  await desk.clock.advance(5 * minuteMs)
  expect(metrics.values.get('guichet_events_total{type="message.sent"}')).toBe(2)
})

it('a message that meets a limit is counted once for each time it has to wait', async () => {
  await open({ perIntegrationPerMinute: 1 })
  for (const _ of ['leaves', 'waits']) await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(secondMs)
  expect(desk.channel.sent).toHaveLength(1)
  expect(counted('guichet_sends_limited_total')).toEqual({ '{scope="integration"}': 1 })
  await desk.clock.advance(2 * minuteMs)
  expect(desk.channel.sent).toHaveLength(2)
  expect(counted('guichet_sends_limited_total')).toEqual({ '{scope="integration"}': 1 })
})

it('an answer that is not tried any more is no attempt', async () => {
  await open()
  await desk.reply({ sendAt: new Date(desk.clock.now().getTime() + minuteMs), cancelIfAnswered: true })
  await desk.clock.advance(secondMs)
  await desk.customerWrites()
  await desk.clock.advance(2 * minuteMs)
  expect(counted('guichet_send_attempts_total')).toEqual({})
  expect(metrics.values.get('guichet_events_total{type="message.cancelled"}')).toBe(1)
})
