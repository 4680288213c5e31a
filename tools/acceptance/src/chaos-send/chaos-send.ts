import { parseArgs } from 'node:util'
import { printedSeed } from '../seeded-random.ts'
import { runChaos } from './run-chaos.ts'

/**
 * `pnpm test:chaos-send [--runs N]`: messages through an SMTP server that fails at every step, by workers that are
 * killed. `GUICHET_SEED` repeats the faults, the bytes and the kills of a run.
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } })
const result = await runChaos(printedSeed('chaos-send'), Number(values.runs))
const { runs, lost, doubled, unknown, unknownTaken, wrong, met } = result
const { kills, interrupted, reconciled, seconds } = result
for (const [fault, times] of [...met].toSorted()) console.log(`${String(times).padStart(5)}  ${fault}`)
for (const sentence of wrong) console.error(sentence)
console.log(
  `${kills} kills (${interrupted} messages were being sent), ${reconciled} unknown ones were found among the sent mail, ` +
    `of the others the server has ${unknownTaken}; ` +
    `${Math.round(seconds)} s`,
)
console.log(JSON.stringify({ runs, lost, doubled, unknown }))
if (wrong.length > 0) process.exitCode = 1
