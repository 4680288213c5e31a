import type { Clock } from '../ports/clock.ts'

/** A pause between zero and the limit of this attempt (full jitter), so that many do not return at once. */
export function jitter(clock: Clock, limitMs: number): number {
  const [high = 0, low = 0] = clock.randomBytes(2)
  return Math.round((limitMs * (high * 256 + low)) / 65_535)
}

/** Grows from `firstMs` by doubling up to `maxMs`; half of it is certain, half is jitter. */
export function backOff(clock: Clock, attempt: number, firstMs: number, maxMs: number): number {
  const limit = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(limit / 2) + jitter(clock, limit / 2)
}
