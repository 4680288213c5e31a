import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { Clock } from '@guichet/core'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { fromPglite } from 'pg-boss'
import { commitError, guarded } from '../errors.ts'
import { type Database, rowsOf } from '../session.ts'
import type { Engine, Frame } from './engine.ts'
import { lockFolder } from './folder-lock.ts'

const vacuumEveryMs = 10 * 60_000

/**
 * Opens the Postgres in a folder, creating it when it is missing; `memory://` keeps everything in memory.
 * Throws `in-use` while another process has the folder open.
 */
export async function embeddedEngine(folder: string, clock: Clock): Promise<Engine> {
  const unlock = await lock(folder, clock)
  try {
    const lite = await open(folder)
    return engineOf(lite, unlock)
  } catch (error) {
    await unlock()
    throw error
  }
}

const isMemory = (folder: string) => folder.startsWith('memory://')

async function lock(folder: string, clock: Clock): Promise<() => Promise<void>> {
  if (isMemory(folder)) return async () => undefined
  await mkdir(folder, { recursive: true })
  return lockFolder(resolve(folder), clock)
}

async function open(folder: string): Promise<PGlite> {
  // Only hosts that embed the database pay for loading it.
  const { PGlite } = await import('@electric-sql/pglite')
  return PGlite.create(isMemory(folder) ? folder : join(folder, 'postgres'))
}

function engineOf(lite: PGlite, unlock: () => Promise<void>): Engine {
  const boss = fromPglite(lite)
  const vacuum = vacuumFromTimeToTime(lite)
  const listen: Engine['listen'] = async (channel, listener) => {
    const stop = await lite.listen(channel, (payload) => listener.onNotification(payload))
    listener.onConnected()
    return { close: () => stop() }
  }
  // One path for all: a query beside the dialect would join somebody's open transaction.
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: lite }) })
  return {
    kind: 'embedded',
    db,
    transaction: (frame, work) => transaction(db, frame, work),
    boss: {
      executeSql: (text, values) => boss.executeSql(text, values),
      listen: (channel, onNotification, onConnected) => listen(channel, { onNotification, onConnected }),
    },
    listen,
    async close() {
      await vacuum.stop()
      await lite.close()
      await unlock()
    },
  }
}

async function transaction<Result>(
  db: Database,
  { first, last }: Frame,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const trx = await guarded(() => db.startTransaction().execute())
  try {
    await rowsOf(trx, sql.raw(first))
    const result = await work(trx)
    await rowsOf(trx, sql.raw(last))
    await trx
      .commit()
      .execute()
      .catch((error) => {
        throw commitError(error)
      })
    return result
  } catch (error) {
    // One that fails finds it rolled back already.
    await trx
      .rollback()
      .execute()
      .catch(() => undefined)
    throw error
  }
}

/** There is no autovacuum in PGlite: without this, searches slow down eightfold within days. */
function vacuumFromTimeToTime(lite: PGlite): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => lite.exec('vacuum analyze'))
    // Seen by stop(); a rejection nobody waits for yet must not end the process.
    running.catch(() => undefined)
  }, vacuumEveryMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
