import { EventEmitter } from 'node:events'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { Pool } from 'pg'
import { commitError, guarded } from '../errors.ts'
import type { Database } from '../session.ts'
import { applicationName, type Engine, type Frame } from './engine.ts'
import { createListener } from './listener.ts'

export interface ServerOptions {
  readonly connectionString: string
  readonly maxConnections: number
}

/** Opens a pool of our own. */
export function serverEngine(options: ServerOptions): Engine {
  const pool = new Pool({
    connectionString: options.connectionString,
    max: options.maxConnections,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // An idle connection that breaks is dropped by the pool; the next statement opens a new one, or fails
  // and says so. Without a listener the event would end the process.
  pool.on('error', () => undefined)
  const engine = poolEngine(pool)
  return {
    ...engine,
    async close() {
      await engine.close()
      await pool.end()
    },
  }
}

/** Works on a pool of the host; closing leaves it open. */
export function poolEngine(hostPool: PostgresPool): Engine {
  const pool = withQuietClients(hostPool)
  const listener = createListener(pool.options)
  const listen: Engine['listen'] = (channel, callbacks) => listener.listen(channel, callbacks)
  return {
    kind: 'server',
    transaction: (frame, work) => transaction(pool, frame, work),
    db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    boss: {
      executeSql: (text, values) => execute(pool, text, values),
      listen: (channel, onNotification, onConnected) => listen(channel, { onNotification, onConnected }),
    },
    listen,
    close: () => listener.close(),
  }
}

/**
 * A connection that breaks while a transaction holds it, between two statements, emits an event that ends the
 * process unless somebody listens. The next statement fails anyway, and that failure reaches its caller.
 */
function withQuietClients(pool: PostgresPool): PostgresPool {
  const known = new WeakSet<object>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      if (!known.has(client) && client instanceof EventEmitter) client.on('error', () => undefined)
      known.add(client)
      return client
    },
  }
}

/** The first statement travels with the beginning, the last one with the end: statements without parameters may. */
async function transaction<Result>(
  pool: PostgresPool,
  { first, last }: Frame,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const client = await guarded(() => pool.connect())
  let isUsable = false
  try {
    await guarded(() => client.query(`begin; ${first}`, []))
    const result = await work(databaseOn(client))
    await client.query(`${last}; commit`, []).catch((error) => {
      throw commitError(error)
    })
    isUsable = true
    return result
  } catch (error) {
    // One that fails finds the connection broken, and then the server has rolled back.
    isUsable = await client.query('rollback', []).then(
      () => true,
      () => false,
    )
    throw error
  } finally {
    client.release(!isUsable)
  }
}

const databases = new WeakMap<PostgresPoolClient, Database>()

/** Statements on one connection, which somebody else takes from the pool and gives back. */
function databaseOn(client: PostgresPoolClient): Database {
  const known = databases.get(client)
  if (known !== undefined) return known
  const lent = { query: client.query.bind(client), release: () => undefined }
  const pool = { options: {}, connect: async () => lent, end: async () => undefined }
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  databases.set(client, database)
  return database
}

// biome-ignore lint/suspicious/noExplicitAny: the shape pg-boss asks for
async function execute(pool: PostgresPool, text: string, values: unknown[] = []): Promise<{ rows: any[] }> {
  const client = await pool.connect()
  let failed = true
  try {
    const result = await client.query(text, values)
    failed = false
    return result
  } finally {
    // pg-boss sends "begin; …; commit" as one text: after an error the connection is still inside it.
    client.release(failed)
  }
}
