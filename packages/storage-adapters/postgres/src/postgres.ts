import { type Clock, GuichetError, type Storage, systemClock } from '@guichet/core'
import type { PostgresPool } from 'kysely'
import { directoryOn } from './directory.ts'
import type { Engine } from './engine/engine.ts'
import { jobsOn } from './jobs/job-runner.ts'
import { migrateJobs } from './jobs/queues.ts'
import { keepCallbacks } from './keep-callbacks.ts'
import { leasesOn } from './leases.ts'
import { endpointTenants } from './records/endpoints.ts'
import { ensureApplicationRole } from './schema/application-role.ts'
import { checkDurability } from './schema/durability.ts'
import { migrateSchema } from './schema/migrate.ts'
import { commitChannel, runTransaction } from './transaction.ts'

export type PostgresOptions = (
  | {
      /** A Postgres server; version 14 or newer. */
      readonly connectionString: string
      /** Connections of this process at most, besides one that listens; 10 unless told. */
      readonly maxConnections?: number
    }
  | {
      /** The host's own `pg.Pool`; closing the storage leaves it open. */
      readonly pool: PostgresPool
    }
  | {
      /** A folder for an embedded Postgres: nothing to install, one process at a time. */
      readonly folder: string
    }
) & {
  readonly clock?: Clock
  /** Accepts a server that loses acknowledged commits in a power cut. For tests. */
  readonly allowUnsafeDurability?: boolean
}

/**
 * Keeps everything in Postgres. Nothing is opened before it is needed; a server that cannot be reached throws
 * `storage-failed`, a folder that another process has open throws `in-use`.
 */
export function postgres(options: PostgresOptions): Storage {
  const open = openerOf(options)
  const clock = options.clock ?? systemClock()
  let opened: Promise<Engine> | null = null
  let closed = false

  async function engineOf(): Promise<Engine> {
    if (closed) throw new GuichetError('storage-failed', 'the storage was closed')
    opened ??= open(clock).catch((error) => {
      opened = null
      throw error
    })
    return opened
  }

  const jobs = jobsOn(engineOf, clock)

  return {
    async migrate() {
      const engine = await engineOf()
      const isChecked = engine.kind === 'server' && !options.allowUnsafeDurability
      if (isChecked) await checkDurability(engine.db)
      await ensureApplicationRole(engine.db)
      await migrateSchema(engine.db)
      await migrateJobs(engine)
    },
    async transaction(tenant, work) {
      const engine = await engineOf()
      await jobs.prepare()
      return runTransaction(engine, { clock, enqueue: jobs.enqueue }, tenant, work)
    },
    async keepCallbacks(tenant, callbacks) {
      return keepCallbacks((await engineOf()).db, clock, tenant, callbacks)
    },
    jobs,
    leases: leasesOn(async () => (await engineOf()).db),
    endpointTenants: async () => endpointTenants((await engineOf()).db),
    directory: directoryOn(async () => (await engineOf()).db),
    async onCommit(callback) {
      const engine = await engineOf()
      let stopped = false
      const subscription = await engine.listen(commitChannel, {
        onNotification: (tenant) => {
          if (!stopped) callback(tenant)
        },
        onConnected: () => undefined,
      })
      return () => {
        stopped = true
        // It fails only when the connection is gone, and then nobody listens either.
        subscription.close().catch(() => undefined)
      }
    },
    async close() {
      if (closed) return
      const engine = await opened?.catch(() => null)
      await jobs.close()
      closed = true
      await engine?.close()
    },
  }
}

function openerOf(options: PostgresOptions): (clock: Clock) => Promise<Engine> {
  if ('folder' in options && isFilled(options.folder)) {
    const { folder } = options
    return async (clock) => (await import('./engine/embedded-engine.ts')).embeddedEngine(folder, clock)
  }
  if ('pool' in options && options.pool) {
    const { pool } = options
    return async () => (await import('./engine/server-engine.ts')).poolEngine(pool)
  }
  if ('connectionString' in options && isFilled(options.connectionString)) {
    const { connectionString, maxConnections = 10 } = options
    return async () =>
      (await import('./engine/server-engine.ts')).serverEngine({ connectionString, maxConnections })
  }
  throw new GuichetError(
    'invalid-configuration',
    'postgres() needs one of connectionString, pool or folder, and it must not be empty',
    { field: 'connectionString', retry: 'after-fix' },
  )
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
