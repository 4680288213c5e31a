import type { Exchange, TranscriptStep } from './transcript.ts'

/** Transcripts that wait for their commands. */
export interface Liar {
  add(exchanges: readonly Exchange[], times: number): void
  /** What to do about this command; null: the honest thing. */
  next(command: string): readonly TranscriptStep[] | null
}

export function liar(): Liar {
  const waiting: { readonly exchanges: readonly Exchange[]; at: number; left: number }[] = []
  return {
    add(exchanges, times) {
      waiting.push({ exchanges, at: 0, left: times })
    },
    next(command) {
      for (const lie of waiting) {
        const exchange = lie.left > 0 ? lie.exchanges[lie.at] : undefined
        if (exchange === undefined || !exchange.command.test(command)) continue
        lie.at += 1
        if (lie.at === lie.exchanges.length) {
          lie.at = 0
          lie.left -= 1
        }
        return exchange.steps
      }
      return null
    },
  }
}
