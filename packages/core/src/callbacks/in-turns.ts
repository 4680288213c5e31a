import { isRetryable } from '../errors.ts'

export interface TurnOptions<Item> {
  /** Items that one turn takes at most. */
  readonly mostItems: number
  /** What an item weighs; a turn takes no more than `mostWeight`, and always one item. */
  readonly weigh?: (item: Item) => number
  readonly mostWeight?: number
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Does together what many ask for at once: while one turn is at work, those that come meanwhile wait for the next,
 * and share it. Nobody is given the result of a turn that began before he asked. `work` returns a result for each
 * item, in order. If it fails for a reason of the moment, it fails for all of its items; otherwise each is tried on
 * its own, so that what cannot be done fails for the one who asked for it.
 */
export function inTurns<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { mostItems, weigh = () => 0, mostWeight = 0 }: TurnOptions<Item>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let isWorking = false

  function take(): readonly Waiting<Item, Result>[] {
    let weight = 0
    let count = 0
    for (const { item } of waiting.slice(0, mostItems)) {
      weight += weigh(item)
      if (count > 0 && weight > mostWeight) break
      count += 1
    }
    const turn = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return turn
  }

  async function begin(): Promise<void> {
    isWorking = true
    while (waiting.length > 0) await serve(take())
    isWorking = false
  }

  async function serve(turn: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(turn.map(({ item }) => item))
      if (results.length !== turn.length) throw new RangeError('a turn has a result for each of its items')
      for (const [index, result] of results.entries()) turn[index]?.resolve(result)
    } catch (error) {
      await fail(turn, error)
    }
  }

  async function fail(turn: readonly Waiting<Item, Result>[], error: unknown): Promise<void> {
    const isAnyones = isRetryable(error) || turn.length === 1
    for (const one of turn) await (isAnyones ? one.reject(error) : serve([one]))
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isWorking) void begin()
    })
}
