import { randomBytes } from 'node:crypto'
import { setTimeout as timer } from 'node:timers/promises'
import { v7 } from 'uuid'
import type { Clock } from './ports/clock.ts'

/** The real time, real randomness. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    newId: () => v7(),
    randomBytes: (length) => randomBytes(length),
    sleep: async (ms, signal) => {
      try {
        await timer(ms, undefined, { ref: true, ...(signal ? { signal } : {}) })
      } catch (error) {
        // An aborted sleep is how a stop is heard, not a failure.
        if (!signal?.aborted) throw error
      }
    },
  }
}
