import type {
  DeliveryAttempt,
  EndpointDelivery,
  EndpointHealth,
  WebhookEndpoint,
} from '../model/webhook-endpoint.ts'
import type { Clock } from '../ports/clock.ts'
import { jitter } from '../steps/back-off.ts'
import type { PostResult } from './post-delivery.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** Pauses after the first, second, … attempt; after the last one the delivery is dead. */
const pausesMs: readonly number[] = [
  ...[5 * secondMs, 5 * minuteMs, 30 * minuteMs],
  ...[2 * hourMs, 5 * hourMs, 10 * hourMs, 10 * hourMs],
]

/** A receiver that is away is tried this often at least, with whatever is due. */
const longestRestMs = 5 * minuteMs
const longestRetryAfterMs = 24 * hourMs
const logLength = 20

/** The delivery with an attempt that begins now and counts as crashed after a while. */
export function begun(clock: Clock, delivery: EndpointDelivery, until: Date): EndpointDelivery {
  const attempt = { at: clock.now().toISOString(), status: null, durationMs: null, error: null, excerpt: '' }
  const log = [...delivery.log, attempt].slice(-logLength)
  return { ...delivery, attempts: delivery.attempts + 1, nextAttemptAt: until, log }
}

/** The delivery after its attempt has ended. */
export function settled(clock: Clock, delivery: EndpointDelivery, result: PostResult): EndpointDelivery {
  const log = withResult(delivery.log, result)
  // Somebody else's attempt was taken meanwhile.
  if (delivery.state === 'delivered') return { ...delivery, log }
  if (result.error === null) return { ...delivery, state: 'delivered', nextAttemptAt: null, log }
  const pause = pausesMs[delivery.attempts - 1]
  if (result.status === 410 || pause === undefined)
    return { ...delivery, state: 'dead', nextAttemptAt: null, log }
  const wanted = Math.max(pause + jitter(clock, pause / 5), retryAfterOf(result))
  return { ...delivery, state: 'failed', nextAttemptAt: new Date(clock.now().getTime() + wanted), log }
}

/** The attempt that was begun last is the one that ended. */
function withResult(log: readonly DeliveryAttempt[], result: PostResult): readonly DeliveryAttempt[] {
  const last = log.at(-1)
  if (last === undefined) return log
  const { status, durationMs, error, excerpt } = result
  return [...log.slice(0, -1), { at: last.at, status, durationMs, error, excerpt }]
}

/**
 * How an endpoint is after some attempts. One that is away rests before anything else is tried there: its deliveries
 * keep their attempts for when it is back. A receiver that refuses one event (4xx) is well.
 */
export function healthAfter(
  clock: Clock,
  before: WebhookEndpoint,
  results: readonly PostResult[],
): EndpointHealth {
  const now = clock.now().getTime()
  const asked = Math.max(0, ...results.map(retryAfterOf))
  const askedUntil = asked === 0 ? null : new Date(now + asked)
  if (results.some(({ error }) => error === null))
    return { failures: 0, failingSince: null, restsUntil: askedUntil }
  const failures = before.failures + 1
  const failingSince = before.failingSince ?? clock.now()
  const restMs = Math.min(longestRestMs, 5 * secondMs * 2 ** Math.min(failures - 1, 10))
  const isAway = results.some(({ status }) => status === null || status >= 500 || status === 429)
  const restsUntil = isAway ? new Date(now + Math.max(restMs, asked)) : askedUntil
  return { failures, failingSince, restsUntil }
}

/** Why an endpoint is to be disabled; null while it is not. */
export function reasonToDisable(
  clock: Clock,
  { failingSince }: EndpointHealth,
  results: readonly PostResult[],
): 'gone' | 'failing' | null {
  if (results.some(({ status }) => status === 410)) return 'gone'
  if (failingSince === null) return null
  return clock.now().getTime() - failingSince.getTime() >= failingForMs ? 'failing' : null
}

/** After so long without a single success an endpoint is disabled. */
const failingForMs = 5 * 24 * hourMs

function retryAfterOf({ status, retryAfterMs }: PostResult): number {
  const counts = status === 429 || status === 503
  return counts ? Math.min(longestRetryAfterMs, retryAfterMs ?? 0) : 0
}
