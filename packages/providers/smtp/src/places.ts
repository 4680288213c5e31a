import { type Clock, GuichetError, isGuichetError } from '@guichet/core'

/** A number of places that are given out in the order in which they were asked for. */
export interface Places {
  /** Waits for a place. Throws `throttled` when none becomes free in time. */
  enter(): Promise<void>
  leave(): void
  /** Whoever waits stops to wait, with this error. */
  turnAway(error: GuichetError): void
  isEmpty(): boolean
}

/** A send counts as perhaps sent after 110 seconds: it must not spend them before it has begun. */
const patienceMs = 15_000

export function places(clock: Clock, count: number, server: string): Places {
  const waiting = new Set<AbortController>()
  let taken = 0
  return {
    async enter() {
      if (taken < count) {
        taken += 1
        return
      }
      const admission = new AbortController()
      const { signal } = admission
      waiting.add(admission)
      await clock.sleep(patienceMs, signal)
      if (isGuichetError(signal.reason)) throw signal.reason
      // Who still waits was not admitted.
      if (waiting.delete(admission)) throw noPlace(server)
    },
    leave() {
      const [next] = waiting
      if (next === undefined) taken -= 1
      else {
        waiting.delete(next)
        // With a reason, as the usual one is an error with a stack.
        next.abort('admitted')
      }
    },
    turnAway(error) {
      const all = [...waiting]
      waiting.clear()
      for (const one of all) one.abort(error)
    },
    isEmpty: () => taken === 0,
  }
}

function noPlace(server: string): GuichetError {
  const sentence = `every connection to ${server} is at work; try again later`
  return new GuichetError('throttled', sentence, { retry: 'later', provider: 'smtp' })
}
