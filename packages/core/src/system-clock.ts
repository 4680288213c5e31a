import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from './ports/clock.ts'

/** The real time, real randomness. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    newId: () => v7(),
    randomBytes: (length) => randomBytes(length),
    // Not the one of node:timers/promises: that makes an error with a stack of each sleep that is cut short.
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const timer = setTimeout(end, ms)
        function end(): void {
          clearTimeout(timer)
          signal?.removeEventListener('abort', end)
          resolve()
        }
        signal?.addEventListener('abort', end, { once: true })
      }),
  }
}
