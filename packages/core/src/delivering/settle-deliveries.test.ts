import { describe, expect, it } from 'vitest'
import type { EndpointDelivery, WebhookEndpoint } from '../model/webhook-endpoint.ts'
import { testClock } from '../testing/index.ts'
import type { PostResult } from './post-delivery.ts'
import { begun, healthAfter, settled } from './settle-deliveries.ts'

const clock = testClock()
const now = clock.now()

const fresh: EndpointDelivery = {
  ...{ id: 'delivery', endpointId: 'endpoint', eventId: 'event', eventType: 'ping', payload: '{}' },
  ...{ state: 'waiting', attempts: 0, nextAttemptAt: now, createdAt: now, log: [] },
}
const well = { failures: 0, failingSince: null, restsUntil: null }
const endpoint = { id: 'endpoint', state: 'enabled', ...well } as WebhookEndpoint

const result = (changes: Partial<PostResult> = {}): PostResult => ({
  ...{ deliveryId: 'delivery', status: 500, durationMs: 1, error: 'no', excerpt: '', retryAfterMs: null },
  ...changes,
})

describe('a delivery that is never taken', () => {
  it('is tried eight times in 28 hours, more and more seldom, and then is dead', () => {
    const seconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]
    let delivery = fresh
    for (const [index, wanted] of seconds.entries()) {
      delivery = settled(clock, begun(clock, delivery, now), result())
      expect(delivery).toMatchObject({ state: 'failed', attempts: index + 1 })
      const pause = ((delivery.nextAttemptAt?.getTime() ?? 0) - now.getTime()) / 1000
      expect(pause).toBeGreaterThanOrEqual(wanted)
      expect(pause).toBeLessThanOrEqual(wanted * 1.2)
    }
    delivery = settled(clock, begun(clock, delivery, now), result())
    expect(delivery).toMatchObject({ state: 'dead', attempts: 8, nextAttemptAt: null })
    expect(delivery.log).toHaveLength(8)
  })

  it('waits no longer than a day for a receiver that asks for a month, and for none that may not ask', () => {
    const month = 30 * 24 * 3_600_000
    const pauseAfter = (status: number) => {
      const { nextAttemptAt } = settled(
        clock,
        begun(clock, fresh, now),
        result({ status, retryAfterMs: month }),
      )
      return (nextAttemptAt?.getTime() ?? 0) - now.getTime()
    }
    expect(pauseAfter(503)).toBe(24 * 3_600_000)
    expect(pauseAfter(500)).toBeLessThan(7_000)
  })

  it('keeps the latest twenty of its attempts', () => {
    let delivery = fresh
    for (let round = 0; round < 30; round += 1)
      delivery = { ...settled(clock, begun(clock, delivery, now), result()), attempts: 0 }
    expect(delivery.log).toHaveLength(20)
  })
})

describe('the health of an endpoint', () => {
  it('is good after one success among failures', () => {
    const failing = { ...endpoint, failures: 9, failingSince: now }
    expect(healthAfter(clock, failing, [result(), result({ error: null, status: 200 })])).toEqual(well)
  })

  it('gives one that is away a rest that grows to five minutes', () => {
    const rests = [0, 1, 2, 6, 100].map((failures) => {
      const { restsUntil } = healthAfter(clock, { ...endpoint, failures }, [result({ status: null })])
      return ((restsUntil?.getTime() ?? 0) - now.getTime()) / 1000
    })
    expect(rests).toEqual([5, 10, 20, 300, 300])
  })

  it('gives no rest to one that refuses an event', () => {
    const health = healthAfter(clock, endpoint, [result({ status: 400 })])
    expect(health).toEqual({ failures: 1, failingSince: now, restsUntil: null })
  })
})
