import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Clock, GuichetError } from '@guichet/core'

const heartbeatMs = 5_000
/** A holder on another host (or in another container) cannot be asked; its silence decides. */
const silenceMs = 30_000
const turnMs = 10

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the kernel started that process: a pid alone may have been given to somebody else since. */
  readonly startedAt: string | null
}

/**
 * Takes the folder for this process, as PGlite lets two processes open one folder and ruin it. A lock whose
 * process is gone is taken over. Returns how to give it back. Throws `in-use`.
 */
export async function lockFolder(folder: string, clock: Clock): Promise<() => Promise<void>> {
  const file = join(folder, 'guichet.lock')
  const own = JSON.stringify({ pid: process.pid, host: hostname(), startedAt: await startOf(process.pid) })
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, own)
  try {
    while (!(await placed(draft, file))) await removeStale(file, folder, clock)
  } finally {
    await rm(draft, { force: true })
  }
  const heartbeat = setInterval(() => void touch(file, clock), heartbeatMs)
  heartbeat.unref()
  return async () => {
    clearInterval(heartbeat)
    await rm(file, { force: true })
  }
}

/** A link appears whole or not at all: nobody ever reads half a lock. */
async function placed(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  }
}

async function removeStale(file: string, folder: string, clock: Clock): Promise<void> {
  const text = await readIfThere(file)
  if (text === null) return
  const holder = parse(text)
  if (holder && (await isAlive(holder, file, clock))) throw inUse(folder, holder)
  // Only one at a time may remove it, and only what it has seen: else a slow one removes the next holder's lock.
  const turn = `${file}.takeover`
  if (!(await made(turn))) return waitForTurn(turn, clock)
  try {
    if ((await readIfThere(file)) === text) await rm(file, { force: true })
  } finally {
    await rmdir(turn)
  }
}

async function made(directory: string): Promise<boolean> {
  try {
    await mkdir(directory)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  }
}

/** A turn takes a millisecond; one that lasts belongs to a process that died in that millisecond. */
async function waitForTurn(turn: string, clock: Clock): Promise<void> {
  const since = await stat(turn).catch(ignoreMissing)
  if (since && clock.now().getTime() - since.mtimeMs > silenceMs) await rmdir(turn).catch(ignoreMissing)
  await clock.sleep(turnMs)
}

async function isAlive(holder: Holder, file: string, clock: Clock): Promise<boolean> {
  if (holder.host !== hostname()) {
    const { mtimeMs } = await stat(file)
    return clock.now().getTime() - mtimeMs < silenceMs
  }
  if (!answers(holder.pid)) return false
  return holder.startedAt === null || holder.startedAt === (await startOf(holder.pid))
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return codeOf(error) === 'EPERM'
  }
}

/** The kernel's start time of a process, where there is a /proc to read it from (proc(5), field 22). */
async function startOf(pid: number): Promise<string | null> {
  const line = await readIfThere(`/proc/${pid}/stat`)
  if (line === null) return null
  // The second field is the program's name and may hold blanks; what follows it does not.
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

async function touch(file: string, clock: Clock): Promise<void> {
  const now = clock.now()
  await utimes(file, now, now).catch(ignoreMissing)
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    ignoreMissing(error)
    return null
  }
}

function ignoreMissing(error: unknown): void {
  const code = codeOf(error)
  // ESRCH: the process ended while its /proc entry was read.
  if (code !== 'ENOENT' && code !== 'ESRCH') throw error
}

function parse(text: string): Holder | null {
  const match = /^\{"pid":(\d+),"host":"([^"]*)","startedAt":(?:null|"(\d+)")\}$/.exec(text)
  return match ? { pid: Number(match[1]), host: match[2] ?? '', startedAt: match[3] ?? null } : null
}

function inUse(folder: string, holder: Holder): GuichetError {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`
  return new GuichetError(
    'in-use',
    `the folder ${folder} is open in process ${holder.pid}${where}: one process at a time; stop that one, or use a Postgres server`,
    { provider: 'pglite', retry: 'after-fix' },
  )
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
