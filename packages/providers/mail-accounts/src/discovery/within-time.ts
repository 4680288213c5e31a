import type { Clock } from '@guichet/core'

/** Gives work a signal that aborts when its time is over; work that ends early leaves no timer behind. */
export async function withinTime<Result>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController()
  const done = new AbortController()
  const timer = clock.sleep(ms, done.signal).then(() => over.abort())
  try {
    return await work(over.signal)
  } finally {
    done.abort()
    await timer
  }
}
