import { GuichetError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'

/** Room in memory for messages with files: senders hold each as a whole, a third larger than its files. */
export interface FileRoom {
  /**
   * Does it as soon as there is room for so many bytes of files, in the order in which it was asked for; without files at
   * once. Throws `throttled`, and has done nothing, when there is none in time.
   */
  within<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>
}

/** Four messages with as many files as they may have. */
const mostBytes = 100 * 1024 * 1024

/** A send counts as crashed after two minutes: it must not spend them before it has begun. */
const patienceMs = 15_000

const pauseMs = 30_000

export function fileRoom(clock: Clock): FileRoom {
  const waiting = new Set<{ readonly bytes: number; admit(): void }>()
  let taken = 0

  /** What is larger than all of it goes alone. */
  const fits = (bytes: number) => taken === 0 || taken + bytes <= mostBytes

  function admitNext(): void {
    for (const one of waiting) {
      if (!fits(one.bytes)) return
      waiting.delete(one)
      taken += one.bytes
      one.admit()
    }
  }

  async function enter(bytes: number): Promise<void> {
    const admission = new AbortController()
    // With a reason, as the usual one is an error with a stack.
    const one = { bytes, admit: () => admission.abort('admitted') }
    waiting.add(one)
    admitNext()
    if (!waiting.has(one)) return
    await clock.sleep(patienceMs, admission.signal)
    if (!waiting.delete(one)) return
    admitNext()
    throw noRoom()
  }

  return {
    async within(bytes, work) {
      if (bytes === 0) return work()
      await enter(bytes)
      try {
        return await work()
      } finally {
        taken -= bytes
        admitNext()
      }
    },
  }
}

function noRoom(): GuichetError {
  const sentence = 'many large files are on their way: this message follows in a moment'
  return new GuichetError('throttled', sentence, { retry: 'later', retryAfterMs: pauseMs })
}
