/** Lets a bounded number of promises run while the next one is prepared. */
export interface InFlight {
  /** Resolves when at most `limit` of those added are still running. Rejects with the first that failed. */
  add(running: Promise<unknown>): Promise<void>
  /** Resolves when all are done. Rejects with the first that failed. */
  settled(): Promise<void>
}

export function inFlight(limit: number): InFlight {
  const running: Promise<unknown>[] = []

  async function reduceTo(length: number): Promise<void> {
    while (running.length > length) await running.shift()
  }

  return {
    add(promise) {
      // A failure is thrown when its turn comes; until then Node must not take it for an unhandled one.
      promise.catch(() => undefined)
      running.push(promise)
      return reduceTo(limit)
    },
    settled: () => reduceTo(0),
  }
}
