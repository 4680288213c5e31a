import { type ChildProcess, execFile, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { postgresMissing, startPostgres } from '@guichet-tools/real-servers'

/**
 * `pnpm bench:webhooks [rounds]`: how many signed webhooks a second are verified, deduplicated and durable, beside a
 * bare Hono route and pgbench's insert of one row into the same Postgres with the same settings; how long they take at
 * half of that load; and what is left of ten thousand of the same. Prints a table and one line of JSON.
 */

interface Load {
  readonly perSecond: number
  readonly refused: number
  readonly p50: number
  readonly p99: number
}

interface Server {
  readonly child: ChildProcess
  readonly port: number
  readonly path: string
}

const rounds = Number(process.argv[2] ?? 5)
const connections = 32
const requests = 10_000
const secret = randomBytes(32).toString('base64')
const run = promisify(execFile)

const missing = postgresMissing()
if (missing !== null) throw new Error(`this benchmark needs a real Postgres: ${missing}`)
const database = await startPostgres({ durable: true, settings: { max_wal_size: '4GB' } })
const script = join(tmpdir(), `guichet-pgbench-${process.pid}.sql`)
try {
  const connectionString = await database.createDatabase()
  await preparePgbench()
  const bare = await serve('bare')
  const ours = await serve('guichet', connectionString)
  const results: Record<'bare' | 'pgbench' | 'guichet', number[]> = { bare: [], pgbench: [], guichet: [] }
  // In turn, so that a machine that grows slower does so for all of them; the first round warms everything.
  for (let round = 0; round <= rounds; round += 1) {
    const figures = {
      bare: (await load(bare)).perSecond,
      pgbench: await pgbench(),
      guichet: (await load(ours)).perSecond,
    }
    console.error(`round ${round}`, figures)
    if (round > 0)
      for (const name of ['bare', 'pgbench', 'guichet'] as const) results[name].push(figures[name])
  }
  const most = median(results.guichet)
  const calm: Load[] = []
  for (let round = 0; round < 3; round += 1)
    calm.push(await load(ours, { rate: most / 2, requests: Math.ceil(most * 4) }))
  const left = await flood(await serve('guichet', await database.createDatabase()))
  print(results, calm, left)
} finally {
  rmSync(script, { force: true })
  await database.stop()
}
process.exit()

async function serve(what: 'bare' | 'guichet', connectionString = ''): Promise<Server> {
  const file = fileURLToPath(new URL('./webhooks/serve.ts', import.meta.url))
  const child = fork(file, [what, connectionString, secret])
  return { child, ...(await answerOf<{ port: number; path: string }>(child)) }
}

async function load(
  { port, path }: Server,
  options: { readonly rate?: number; readonly requests?: number; readonly isFlood?: boolean } = {},
): Promise<Load> {
  const file = fileURLToPath(new URL('./webhooks/load.ts', import.meta.url))
  const child = fork(file, [JSON.stringify({ port, path, secret, connections, requests, ...options })])
  const figures = await answerOf<Load>(child)
  if (figures.refused > 0) throw new Error(`${figures.refused} requests were refused`)
  return figures
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Answer))
    child.once('exit', (code) => reject(new Error(`a process ended with code ${code}`)))
  })
}

/** A row like ours, in a table with one key and nothing else. */
async function preparePgbench(): Promise<void> {
  await database.query(
    'create table callback (id uuid primary key default gen_random_uuid(), content bytea not null, received_at timestamptz not null default now())',
  )
  writeFileSync(script, `insert into callback (content) values (decode(repeat('6162', 130), 'hex'));\n`)
}

async function pgbench(): Promise<number> {
  const flags = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-T', '3', '-f', script]
  const { stdout } = await run('pgbench', [...flags, database.connectionString()])
  const tps = /tps = ([\d.]+)/.exec(stdout)
  if (tps === null) throw new Error(`pgbench said: ${stdout}`)
  return Number(tps[1])
}

/** With a worker at work: the flood and then some time for whatever should not come after it. */
async function flood(
  server: Server,
): Promise<{ conversations: number; messages: number; perSecond: number }> {
  server.child.send('start')
  const { perSecond } = await load(server, { isFlood: true, requests: 10_000 })
  const count = () => {
    server.child.send('count')
    return answerOf<{ conversations: number; messages: number }>(server.child)
  }
  for (let tries = 0; tries < 100 && (await count()).messages === 0; tries += 1) await sleep(100)
  await sleep(3_000)
  return { ...(await count()), perSecond }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function print(
  { bare, pgbench: rows, guichet }: Readonly<Record<'bare' | 'pgbench' | 'guichet', readonly number[]>>,
  calm: readonly Load[],
  left: Awaited<ReturnType<typeof flood>>,
): void {
  const all = (numbers: readonly number[]) => numbers.map(Math.round).join(' ')
  console.table([
    { what: 'a bare Hono route', 'a second (median)': Math.round(median(bare)), rounds: all(bare) },
    { what: 'pgbench, one row', 'a second (median)': Math.round(median(rows)), rounds: all(rows) },
    {
      what: 'signed webhooks, durable',
      'a second (median)': Math.round(median(guichet)),
      rounds: all(guichet),
    },
  ])
  const figures = {
    vsPgbench: Number((median(guichet) / median(rows)).toFixed(2)),
    vsBareRoute: Number((median(guichet) / median(bare)).toFixed(2)),
    p99ms: Number(median(calm.map(({ p99 }) => p99)).toFixed(1)),
    p50ms: Number(median(calm.map(({ p50 }) => p50)).toFixed(1)),
    perSecond: Math.round(median(guichet)),
    floodPerSecond: Math.round(left.perSecond),
    floodMessages: left.messages,
    floodConversations: left.conversations,
  }
  console.log(JSON.stringify(figures))
}
