import type { Collection } from './collection.ts'
import { scoreCrisp } from './crisp.ts'
import { scoreMailParserReply } from './mail-parser-reply.ts'
import { figure } from './measures.ts'
import type { Outcome } from './outcome.ts'
import { scoreTalonHtml } from './talon-html.ts'
import { scoreTalonText } from './talon-text.ts'
import { scoreTrimmer } from './trimmer.ts'

/** The visible reply on five collections, and over all of them how often a wanted line is not shown. */
export function scoreReplies(printsFailures: boolean): Collection {
  return (corpora) => {
    const collections = {
      trimmer: scoreTrimmer(corpora),
      crisp: scoreCrisp(corpora),
      talonText: scoreTalonText(corpora),
      talonHtml: scoreTalonHtml(corpora),
      mailParserReply: scoreMailParserReply(corpora),
    }
    const all = Object.values(collections).flat()
    if (printsFailures) printFailures(all)
    return {
      ...Object.fromEntries(
        Object.entries(collections).map(([key, outcomes]) => [key, figure(outcomes, ({ passed }) => passed)]),
      ),
      lost: figure(all, ({ lost }) => lost),
    }
  }
}

function printFailures(outcomes: readonly Outcome[]): void {
  for (const { name, wanted, got, lost } of outcomes.filter((outcome) => !outcome.passed || outcome.lost)) {
    console.log(`── ${name}${lost ? ' (loses text)' : ''}\nwanted: ${wanted}\ngot: ${got}\n`)
  }
}
