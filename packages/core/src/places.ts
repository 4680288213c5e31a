/** A number of places that are given out in the order in which they were asked for. */
export interface Places {
  /** Does a piece of work as soon as there is a place for it. */
  within<Result>(work: () => Promise<Result>): Promise<Result>
}

export function places(count: number): Places {
  const waiting = new Set<() => void>()
  let taken = 0

  async function enter(): Promise<void> {
    if (taken === count) return new Promise((admit) => waiting.add(admit))
    taken += 1
  }

  function leave(): void {
    const [next] = waiting
    if (next === undefined) taken -= 1
    else {
      waiting.delete(next)
      next()
    }
  }

  return {
    async within(work) {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
