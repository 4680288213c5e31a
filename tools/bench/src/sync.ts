import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  dovecotMissing,
  postgresMissing,
  startDovecot,
  startPostgres,
  unpackHam,
} from '@guichet-tools/real-servers'

/**
 * `pnpm bench:sync`: how fast a mailbox of real mail is read, by three readers in turn on the same Dovecot and
 * Postgres, each in a process of its own. Prints a table and one line of JSON.
 */

interface Reading {
  readonly seconds: number
  readonly messages: number
  readonly peakMB: number
  readonly cpuSeconds: number
}

const user = { address: 'bench@demo.test', password: 'bench' }
const rounds = Number(process.argv[2] ?? 3)
/** How our own server is run: a small young generation costs no speed here and saves 80 MB. */
const flags = ['--max-semi-space-size=16']

const readers = ['fetch-only', 'naive', 'guichet'] as const
type Reader = (typeof readers)[number]

const missing = dovecotMissing() ?? postgresMissing()
if (missing !== null) throw new Error(`this benchmark needs real servers: ${missing}`)
const ham = await unpackHam()
const dovecot = await startDovecot({ users: [user] })
const database = await startPostgres({ durable: true })
try {
  await dovecot.deliverMany(user.address, ham.files)
  const results = new Map<Reader, Reading[]>(readers.map((reader) => [reader, []]))
  // In turn, so that a machine that grows slower does so for all of them; the first round warms the caches.
  for (let round = 0; round <= rounds; round += 1) {
    for (const reader of readers) {
      const reading = await read(reader, await database.createDatabase())
      if (reading.messages !== ham.files.length)
        throw new Error(`${reader} read ${reading.messages} messages`)
      if (round > 0) results.get(reader)?.push(reading)
    }
  }
  print(results)
} finally {
  await Promise.all([dovecot.stop(), database.stop()])
  ham.dispose()
}

function read(reader: Reader, connectionString: string): Promise<Reading> {
  const script = fileURLToPath(new URL(`./readers/${reader}.ts`, import.meta.url))
  if (!existsSync(script)) throw new Error(`no reader ${script}`)
  const mailbox = { ...user, host: 'localhost', port: dovecot.tlsPort, ca: dovecot.ca }
  return new Promise((resolve, reject) => {
    const child = fork(script, [JSON.stringify({ mailbox, connectionString })], {
      execArgv: [...flags],
    })
    child.once('message', (message) => resolve(message as Reading))
    child.once('exit', (code) => reject(new Error(`${reader} ended with code ${code}`)))
  })
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function print(results: ReadonlyMap<Reader, readonly Reading[]>): void {
  const of = (reader: Reader, field: keyof Reading) =>
    median((results.get(reader) ?? []).map((one) => one[field]))
  const rows = readers.map((reader) => ({
    reader,
    'messages/s': Math.round(of(reader, 'messages') / of(reader, 'seconds')),
    'seconds (median)': Number(of(reader, 'seconds').toFixed(2)),
    'client CPU s': Number(of(reader, 'cpuSeconds').toFixed(2)),
    'peak MB': Math.round(of(reader, 'peakMB')),
  }))
  console.table(rows)
  const speed = (reader: Reader) => of(reader, 'messages') / of(reader, 'seconds')
  const figures = {
    vsNaive: Number((speed('guichet') / speed('naive')).toFixed(2)),
    vsFetchOnly: Number((speed('guichet') / speed('fetch-only')).toFixed(2)),
    peakMB: Math.round(Math.max(...(results.get('guichet') ?? []).map((one) => one.peakMB))),
    messagesPerSecond: Math.round(speed('guichet')),
  }
  console.log(JSON.stringify(figures))
}
