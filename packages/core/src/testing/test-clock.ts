import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../ports/clock.ts'

export interface TestClock extends Clock {
  /**
   * Moves the time. Sleepers wake in the order of their times, each at its own time, and what they start is
   * given a turn before the next one wakes.
   */
  advance(ms: number): Promise<void>
}

export interface TestClockOptions {
  readonly start?: Date
  /** The same seed gives the same ids and bytes. */
  readonly seed?: string
}

interface Sleeper {
  readonly wakeAt: number
  wake(): void
}

/** A clock that stands still until it is told to move, with ids and randomness that repeat from run to run. */
export function testClock(options: TestClockOptions = {}): TestClock {
  const { start = new Date('2026-11-02T08:00:00.000Z'), seed = 'guichet' } = options
  const sleepers = new Set<Sleeper>()
  const draw = seededBytes(seed)
  let now = start.getTime()
  let ids = 0

  function nextSleeper(until: number): Sleeper | undefined {
    const due = [...sleepers].filter(({ wakeAt }) => wakeAt <= until)
    // Sorting is stable: those that wake at the same time wake in the order in which they went to sleep.
    return due.sort((left, right) => left.wakeAt - right.wakeAt)[0]
  }

  return {
    now: () => new Date(now),
    newId: () => idOf(now, ids++, draw(6)),
    randomBytes: draw,
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { wakeAt: now + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake)
      })
    },
    async advance(ms) {
      const until = now + ms
      await nextTurn()
      for (let sleeper = nextSleeper(until); sleeper !== undefined; sleeper = nextSleeper(until)) {
        now = Math.max(now, sleeper.wakeAt)
        sleeper.wake()
        await nextTurn()
      }
      now = Math.max(now, until)
    },
  }
}

/** Laid out like RFC 9562 §5.7, with a counter where the standard has random bits first: ids always increase. */
function idOf(time: number, count: number, random: Uint8Array): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const stamp = hex(time, 12)
  const high = hex(0x7000 + ((count >>> 14) & 0xfff), 4)
  const low = hex(0x8000 + (count & 0x3fff), 4)
  return [stamp.slice(0, 8), stamp.slice(8), high, low, Buffer.from(random).toString('hex')].join('-')
}

function seededBytes(seed: string): (length: number) => Uint8Array {
  let draws = 0
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256').update(`${seed}/${draws++}`).digest(),
    )
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
  }
}
