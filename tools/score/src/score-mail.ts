import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { scoreCrisp } from './crisp.ts'
import { scoreMailParserReply } from './mail-parser-reply.ts'
import type { Outcome } from './outcome.ts'
import { scoreVerdicts } from './score-verdicts.ts'
import { scoreTalonHtml } from './talon-html.ts'
import { scoreTalonText } from './talon-text.ts'
import { scoreTrimmer } from './trimmer.ts'

/**
 * `pnpm score:mail [--corpora DIR] [--failures]`: how well mail is understood, on collections of real mail.
 * Prints a table, and as its last line one JSON object of fractions.
 */

const { values } = parseArgs({ options: { corpora: { type: 'string' }, failures: { type: 'boolean' } } })
const root = fileURLToPath(new URL('../../../', import.meta.url))
const corpora = resolve(values.corpora ?? resolve(root, '../shared/corpora'))
if (!existsSync(corpora)) throw new Error(`no corpora in ${corpora}: name their folder with --corpora`)

const collections: Readonly<Record<string, readonly Outcome[]>> = {
  trimmer: scoreTrimmer(corpora),
  crisp: scoreCrisp(corpora),
  talonText: scoreTalonText(corpora),
  talonHtml: scoreTalonHtml(corpora),
  mailParserReply: scoreMailParserReply(corpora),
}
const all = Object.values(collections).flat()
if (values.failures === true) printFailures(all)
console.table(
  Object.fromEntries(
    Object.entries(collections).map(([name, outcomes]) => [
      name,
      {
        cases: outcomes.length,
        right: outcomes.filter(({ passed }) => passed).length,
        lost: outcomes.filter(({ lost }) => lost).length,
      },
    ]),
  ),
)
const scores = Object.entries(collections).map(([name, outcomes]) => [
  name,
  fraction(outcomes, ({ passed }) => passed),
])
const lost = fraction(all, (outcome) => outcome.lost)
const verdicts = await scoreVerdicts(corpora)
console.table(verdicts)
console.log(JSON.stringify({ ...Object.fromEntries(scores), lost, ...verdicts }))

function fraction(outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): number {
  return Math.round((outcomes.filter(is).length / Math.max(1, outcomes.length)) * 10_000) / 10_000
}

function printFailures(outcomes: readonly Outcome[]): void {
  for (const { name, wanted, got, lost } of outcomes.filter(({ passed }) => !passed)) {
    console.log(`── ${name}${lost ? ' (loses text)' : ''}\nwanted: ${wanted}\ngot: ${got}\n`)
  }
}
