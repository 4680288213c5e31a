import { execFile, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

/** A Postgres cluster of its own, gone when stopped. */
export interface PostgresServer {
  /** For the given database, `postgres` unless told; the user is a superuser. */
  connectionString(database?: string): string
  /** Creates an empty database and returns its connection string. */
  createDatabase(): Promise<string>
  /** Runs statements in a database as the superuser; returns what they print. */
  query(sql: string, database?: string): Promise<string>
  stop(): Promise<void>
}

export interface PostgresServerOptions {
  /** Keeps fsync and synchronous_commit on, as in production; off unless told, which is faster. */
  readonly durable?: boolean
  /** Further settings, for instance `{ log_min_duration_statement: '50' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

const root = '/usr/lib/postgresql'
const run = promisify(execFile)

/** Why no Postgres can be started here; null when one can. */
export function postgresMissing(): string | null {
  return newestBinaries() === null ? `no Postgres server binaries in ${root}/*/bin (apt: postgresql)` : null
}

function newestBinaries(): string | null {
  try {
    const versions = readdirSync(root).filter((name) => /^\d+$/.test(name))
    const newest = versions.sort((left, right) => Number(left) - Number(right)).at(-1)
    return newest === undefined ? null : join(root, newest, 'bin')
  } catch {
    return null
  }
}

/** Starts a throw-away cluster on a free port of 127.0.0.1. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = newestBinaries()
  if (binaries === null) throw new Error(postgresMissing() ?? 'no Postgres')
  const directory = mkdtempSync(join(tmpdir(), 'guichet-postgres-'))
  if (process.getuid?.() === 0) {
    // Postgres refuses to run as root.
    execFileSync('chown', ['nobody', directory])
    chmodSync(directory, 0o755)
  }
  const data = join(directory, 'data')
  const port = await freePort()
  await asUser(join(binaries, 'initdb'), [
    ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
  ])
  const settings = { ...(options.durable ? {} : fastSettings), ...options.settings }
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const start = `-p ${port} -k ${directory} -c listen_addresses=127.0.0.1 ${flags.join(' ')}`
  const log = join(directory, 'log')
  await asUser(join(binaries, 'pg_ctl'), ['-D', data, '-w', '-l', log, '-o', start, 'start']).catch(
    (cause) => {
      throw new Error(`Postgres did not start: ${readFileSync(log, 'utf8')}`, { cause })
    },
  )
  return cluster({ binaries, directory, data, port })
}

const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

interface Cluster {
  readonly binaries: string
  readonly directory: string
  readonly data: string
  readonly port: number
}

function cluster({ binaries, directory, data, port }: Cluster): PostgresServer {
  const connectionString = (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`
  const query = async (sql: string, database?: string) => {
    const psql = ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', connectionString(database), '-c', sql]
    return (await run(join(binaries, 'psql'), psql)).stdout.trim()
  }
  // A test process that dies must not leave a server behind.
  const onExit = () => execFileSync('pkill', ['-f', `^${binaries}/postgres -D ${data}`])
  process.once('exit', onExit)
  return {
    connectionString,
    query,
    async createDatabase() {
      const name = `guichet_${randomUUID().replaceAll('-', '')}`
      await query(`create database ${name}`)
      return connectionString(name)
    },
    async stop() {
      process.off('exit', onExit)
      await asUser(join(binaries, 'pg_ctl'), ['-D', data, '-w', '-m', 'immediate', 'stop'])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function asUser(program: string, args: readonly string[]): Promise<void> {
  const drop = ['--reuid=nobody', '--regid=nogroup', '--clear-groups', 'env', 'HOME=/tmp', program]
  const [command, ...rest] = process.getuid?.() === 0 ? ['setpriv', ...drop] : [program]
  await finished(command ?? program, [...rest, ...args])
}

// The server that `pg_ctl start` leaves behind inherits our pipes: waiting for their end would hang.
async function finished(command: string, args: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'ignore', cwd: '/' })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))))
  })
}
