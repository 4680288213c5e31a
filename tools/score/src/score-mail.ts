import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Collection } from './collection.ts'
import { openCorpora } from './corpora.ts'
import { type Fractions, fallenBelow } from './floors.ts'
import { scoreHamThreads } from './ham-threads.ts'
import { scoreImaptest } from './imaptest-threads.ts'
import type { Figures } from './measures.ts'
import { scoreMime } from './score-mime.ts'
import { scoreReplies } from './score-replies.ts'
import { scoreVerdicts } from './score-verdicts.ts'
import { fractionsOf, printTable } from './table.ts'

/**
 * `pnpm score:mail [--corpora DIR] [--failures] [--floors FILE]`: how well mail is understood, on collections of
 * real mail. Prints one table, and as its last line one JSON object of fractions. With `--floors` it fails where
 * a figure is worse than the one in that file.
 */

const { values } = parseArgs({
  options: {
    corpora: { type: 'string' },
    failures: { type: 'boolean' },
    floors: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = resolve(values.corpora ?? resolve(root, '../shared/corpora'))
if (!existsSync(folder)) throw new Error(`no corpora in ${folder}: name their folder with --corpora`)

const collections: readonly Collection[] = [
  scoreReplies(values.failures === true),
  scoreVerdicts,
  scoreMime(values.failures === true),
  scoreImaptest,
  scoreHamThreads,
]

const corpora = openCorpora(folder)
let figures: Figures = {}
for (const measure of collections) figures = { ...figures, ...(await measure(corpora)) }

printTable(figures)
for (const path of corpora.missing) console.log(`not in ${folder}: ${path}`)
const fractions = fractionsOf(figures)
if (values.floors !== undefined) keepFloors(fractions, values.floors)
console.log(JSON.stringify(fractions))

function keepFloors(reached: Fractions, file: string): void {
  const floors = z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(file, 'utf8')))
  const fallen = fallenBelow(reached, floors)
  for (const sentence of fallen) console.error(sentence)
  if (fallen.length > 0) process.exitCode = 1
}
