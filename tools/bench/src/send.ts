import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { postgresMissing, startPostgres } from '@guichet-tools/real-servers'

/**
 * `pnpm bench:send [rounds] [messages]`: how many answers a second leave through the whole outbox (a durable Postgres,
 * the worker, SMTP), beside nodemailer's bare pool, which keeps nothing. Both hand in to one SMTP server that takes
 * everything. Prints a table and one line of JSON.
 */

const rounds = Number(process.argv[2] ?? 5)
const messages = Number(process.argv[3] ?? 1_000)

const missing = postgresMissing()
if (missing !== null) throw new Error(`this benchmark needs a real Postgres: ${missing}`)
const database = await startPostgres({ durable: true, settings: { max_wal_size: '4GB' } })
const results: Record<Sender, number[]> = { 'bare-pool': [], outbox: [] }
type Sender = 'bare-pool' | 'outbox'

try {
  const sink = child('sink', [])
  const { port } = await answerOf<{ port: number }>(sink)
  // In turn, so that a machine that grows slower does so for both; the first round warms everything.
  for (let round = 0; round <= rounds; round += 1) {
    const figures = {
      'bare-pool': await measure('bare-pool', [`${port}`]),
      outbox: await measure('outbox', [await database.createDatabase(), `${port}`]),
    }
    console.error(`round ${round}`, figures)
    if (round > 0) for (const name of ['bare-pool', 'outbox'] as const) results[name].push(figures[name])
  }
  sink.send('count')
  const { taken } = await answerOf<{ taken: number }>(sink)
  const expected = (rounds + 1) * 2 * (messages + 200)
  if (taken !== expected) throw new Error(`the server took ${taken} messages instead of ${expected}`)
  sink.disconnect()
} finally {
  await database.stop()
}
print()
process.exit()

async function measure(sender: Sender, options: readonly string[]): Promise<number> {
  const process = child(sender, [...options, `${messages}`])
  return (await answerOf<{ perSecond: number }>(process)).perSecond
}

function child(name: string, options: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(`./send/${name}.ts`, import.meta.url)), options)
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Answer))
    child.once('exit', (code) => reject(new Error(`a process ended with code ${code}`)))
  })
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function print(): void {
  const row = (what: string, numbers: readonly number[]) => ({
    what,
    'a second (median)': Math.round(median(numbers)),
    rounds: numbers.map(Math.round).join(' '),
  })
  console.table([
    row("nodemailer's bare pool", results['bare-pool']),
    row('outbox, worker, SMTP', results.outbox),
  ])
  // Of each round, as the machine may be another one in the next: what else runs on it slows both.
  const ratios = results.outbox.map((outbox, round) => outbox / (results['bare-pool'][round] ?? Number.NaN))
  console.log(
    JSON.stringify({
      vsNodemailerPool: Number(median(ratios).toFixed(2)),
      perSecond: Math.round(median(results.outbox)),
      nodemailerPerSecond: Math.round(median(results['bare-pool'])),
      messages,
      rounds,
    }),
  )
}
