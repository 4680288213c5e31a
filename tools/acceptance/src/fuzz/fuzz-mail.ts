import { parseArgs } from 'node:util'
import { printedSeed } from '../seeded-random.ts'
import { runFuzz } from './run-fuzz.ts'

/** `pnpm fuzz:mail [--cases N]`: changed mails against everything that reads mail; `GUICHET_SEED` repeats a run. */
const { values } = parseArgs({ options: { cases: { type: 'string', default: '200000' } } })
const start = performance.now()
const { tried, slowest, failure } = await runFuzz(printedSeed('fuzz:mail'), Number(values.cases))
const seconds = Math.round((performance.now() - start) / 1000)
console.log(`${tried} mails in ${seconds} s, the slowest in ${Math.round(slowest)} ms`)
if (failure !== null) {
  console.error(failure)
  process.exitCode = 1
}
