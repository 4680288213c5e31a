/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The seed of this run: `GUICHET_SEED` repeats an earlier one. Printed, because a failure needs it. */
export function printedSeed(name: string): number {
  const seed = Number(process.env.GUICHET_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.info(`${name}: GUICHET_SEED=${seed}`)
  return seed
}

/** A whole number from 0 to below the limit. */
export function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit)
}
