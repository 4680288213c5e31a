/** Computing time that one mail may take. */
export const deadlineMs = 5_000

/** What a run of bad input is told. */
export interface FuzzOrder {
  readonly seed: number
  /** Mutations to try. */
  readonly cases: number
  /** One number: how many mails were begun. It goes on as long as none hangs. */
  readonly progress: SharedArrayBuffer
}

export interface FuzzResult {
  readonly tried: number
  /** Milliseconds of computing that the slowest mail took. */
  readonly slowest: number
  /** What went wrong, with what it takes to repeat it; null when nothing did. */
  readonly failure: string | null
}
