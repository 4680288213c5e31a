import { type Clock, GuichetError } from '@guichet/core'

/** A number of places that are given out in the order in which they were asked for. */
export interface Places {
  /** Waits for a place. Throws `throttled` when none becomes free in time. */
  enter(): Promise<void>
  leave(): void
  isEmpty(): boolean
}

/** A send counts as perhaps sent after 110 seconds: it must not spend them before it has begun. */
const patienceMs = 15_000

export function places(clock: Clock, count: number, server: string): Places {
  const waiting = new Set<() => void>()
  let taken = 0
  return {
    async enter() {
      if (taken < count) {
        taken += 1
        return
      }
      const admission = new AbortController()
      // With a reason, as the usual one is an error with a stack.
      const admit = () => admission.abort('admitted')
      waiting.add(admit)
      await clock.sleep(patienceMs, admission.signal)
      // Who still waits was not admitted.
      if (waiting.delete(admit)) throw noPlace(server)
    },
    leave() {
      const [next] = waiting
      if (next === undefined) taken -= 1
      else {
        waiting.delete(next)
        next()
      }
    },
    isEmpty: () => taken === 0,
  }
}

function noPlace(server: string): GuichetError {
  const sentence = `every connection to ${server} is at work; try again later`
  return new GuichetError('throttled', sentence, { retry: 'later', provider: 'smtp' })
}
