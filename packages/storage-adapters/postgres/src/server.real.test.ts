import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Folder, Storage } from '@guichet/core'
import { type PostgresServer, postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgres } from './postgres.ts'
import { migrations } from './schema/migrate.ts'

const allowUnsafeDurability = true

function sampleFolder(id: string): Folder {
  return { id, key: id, name: 'f', parentId: null, position: 0, rule: null, system: false }
}

function insertFolder(storage: Storage, id: string): Promise<void> {
  return storage.transaction('acme', (tx) => tx.folders.insertMissing([sampleFolder(id)]))
}

async function query(connectionString: string, text: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

describe.skipIf(skipUnless(postgresMissing()))('a real Postgres', () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => server?.stop())

  async function withStorage(
    work: (storage: Storage, connectionString: string) => Promise<void>,
  ): Promise<void> {
    const connectionString = await server.createDatabase()
    const storage = postgres({ connectionString, allowUnsafeDurability })
    try {
      await storage.migrate()
      await work(storage, connectionString)
    } finally {
      await storage.close()
    }
  }

  /** A cluster of its own, for tests about what all databases of a cluster share. */
  async function withCluster(work: (cluster: PostgresServer) => Promise<void>): Promise<void> {
    const cluster = await startPostgres()
    try {
      await work(cluster)
    } finally {
      await cluster.stop()
    }
  }

  it('is migrated by many processes at once, in several databases of one cluster', async () => {
    // The role is missing here, and everybody wants to create it.
    await withCluster(async (fresh) => {
      const databases = [await fresh.createDatabase(), await fresh.createDatabase()]
      const storages = [...databases, ...databases, ...databases].map((connectionString) =>
        postgres({ connectionString, allowUnsafeDurability }),
      )
      await Promise.all(storages.map((storage) => storage.migrate()))
      await Promise.all(storages.map((storage) => storage.close()))
      for (const database of databases) {
        const applied = await query(database, 'select version, name from guichet.migrations order by version')
        expect(applied).toEqual(migrations.map(({ name }, index) => ({ version: index + 1, name })))
      }
    })
  })

  it('refuses a server that does not keep what it acknowledged, naming the setting', async () => {
    const storage = postgres({ connectionString: await server.createDatabase() })
    await expect(storage.migrate()).rejects.toMatchObject({ code: 'invalid-configuration', field: 'fsync' })
    await storage.close()
  })

  it('works for a user who may not create roles once an administrator has run the SQL the error names', async () => {
    await withCluster(async (fresh) => {
      const admin = await fresh.createDatabase()
      await query(admin, 'create role host login')
      const name = new URL(admin).pathname.slice(1)
      await query(admin, `alter database ${name} owner to host`)
      const storage = postgres({
        connectionString: admin.replace('postgres@', 'host@'),
        allowUnsafeDurability,
      })
      const failure = await storage.migrate().then(
        () => null,
        (error: unknown) => error,
      )
      expect(failure).toMatchObject({ code: 'invalid-configuration', retry: 'after-fix' })
      const remedy = /"(.*)"$/.exec(failure instanceof Error ? failure.message : '')?.[1]
      await query(admin, remedy ?? '')
      await storage.migrate()
      // Neither a superuser nor one who owns nothing: foreign keys, triggers, jobs and leases all have to work.
      await insertFolder(storage, 'f')
      await storage.transaction('acme', (tx) => tx.enqueue([{ queue: 'send', subject: 's', startAt: null }]))
      expect(await storage.leases.acquire('worker', 1000, 1)).toEqual([])
      const ran = Promise.withResolvers<string>()
      const stop = await storage.jobs.work('send', { concurrency: 1 }, async (job) =>
        ran.resolve(job.subject),
      )
      expect(await ran.promise).toBe('s')
      await stop()
      await storage.close()
    })
  })

  it('lets the application role add jobs but not read the jobs of other tenants', async () => {
    await withStorage(async (_, connectionString) => {
      const reading = query(connectionString, 'set role guichet_app; select data from guichet_jobs.job')
      await expect(reading).rejects.toMatchObject({ code: '42501' })
    })
  })

  it('says that a lost commit may have happened, and only then', async () => {
    await withStorage(async (storage, connectionString) => {
      const kill = (where: string) =>
        query(connectionString, `select pg_terminate_backend(pid) from pg_stat_activity where ${where}`)
      const others = `datname = current_database() and pid <> pg_backend_pid()`
      // The trigger runs inside the commit, so the connection dies there.
      await query(
        connectionString,
        `create function public.die() returns trigger language plpgsql as
           $$ begin perform pg_sleep(30); return null; end $$;
         create constraint trigger die after insert on guichet.folders deferrable initially deferred
           for each row execute function public.die()`,
      )
      const committing = insertFolder(storage, 'f')
      const dying = expect(committing).rejects.toMatchObject({ code: 'outcome-unknown', outcome: 'unknown' })
      while (
        (
          await query(
            connectionString,
            `select from pg_stat_activity where ${others} and query like '%commit' and state = 'active'`,
          )
        ).length === 0
      );
      await kill(`${others} and query like '%commit'`)
      await dying
      const losing = storage.transaction('acme', async (tx) => {
        await tx.folders.list()
        await kill(others)
        await tx.folders.list()
      })
      await expect(losing).rejects.toMatchObject({
        code: 'storage-failed',
        outcome: 'not-done',
        retry: 'later',
      })
      // The pool has thrown the broken connections away.
      expect(await storage.transaction('acme', (tx) => tx.folders.list())).toEqual([])
    })
  })

  it('runs a transaction again that lost a deadlock', async () => {
    await withStorage(async (storage) => {
      await storage.transaction('acme', (tx) =>
        tx.folders.insertMissing([sampleFolder('a'), sampleFolder('b')]),
      )
      const bothLocked = Promise.withResolvers<void>()
      let locked = 0
      let runs = 0
      const crosswise = (first: string, second: string) =>
        storage.transaction('acme', async (tx) => {
          runs += 1
          await tx.folders.update({ ...sampleFolder(first), name: 'x' })
          locked += 1
          if (locked === 2) bothLocked.resolve()
          await bothLocked.promise
          await tx.folders.update({ ...sampleFolder(second), name: 'x' })
        })
      await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')])
      expect(runs).toBe(3)
    })
  })

  it('hears commits again after the listening connection was cut', async () => {
    await withStorage(async (storage, connectionString) => {
      const heard: string[] = []
      const stop = await storage.onCommit((tenant) => heard.push(tenant))
      await query(
        connectionString,
        `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'
          and datname = current_database()`,
      )
      // Commits while nobody listens are not heard; the reconnection takes half a second.
      for (let n = 0; heard.length === 0; n += 1) await insertFolder(storage, `f${n}`)
      expect(heard[0]).toBe('acme')
      stop()
    })
  })

  it('works on the host’s own pool and leaves it open', async () => {
    const pool = new Pool({ connectionString: await server.createDatabase() })
    const storage = postgres({ pool, allowUnsafeDurability })
    await storage.migrate()
    await insertFolder(storage, 'f')
    const heard = Promise.withResolvers<string>()
    const stop = await storage.onCommit(heard.resolve)
    await insertFolder(storage, 'g')
    expect(await heard.promise).toBe('acme')
    stop()
    await storage.close()
    expect((await pool.query('select current_user as name')).rows).toEqual([{ name: 'postgres' }])
    await pool.end()
  })

  it('keeps every acknowledged row of a process that is killed in the middle of its transactions', async () => {
    await withStorage(async (storage, connectionString) => {
      const script = `
        import { postgres } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
        const storage = postgres({ connectionString: ${JSON.stringify(connectionString)} })
        const lane = async (lane) => {
          for (let n = 0; ; n++) {
            const id = lane + '-' + n
            await storage.transaction('acme', (tx) => tx.folders.insertMissing(
              [{ id, key: id, name: 'f', parentId: null, position: n, rule: null, system: false }]))
            console.log(id)
          }
        }
        await Promise.all(['a', 'b', 'c', 'd'].map(lane))`
      const args = ['--conditions=guichet-source', '--input-type=module', '--eval', script]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const exited = once(child, 'exit')
      const acknowledged: string[] = []
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged.push(line)
        if (acknowledged.length === 200) child.kill('SIGKILL')
      }
      await exited
      const stored = new Set(
        (await storage.transaction('acme', (tx) => tx.folders.list())).map(({ id }) => id),
      )
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    })
  })

  it('lets a process end by itself once the storage is closed', async () => {
    const connectionString = await server.createDatabase()
    const script = `
      import { postgres } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
      const storage = postgres({ connectionString: ${JSON.stringify(connectionString)}, allowUnsafeDurability: true })
      await storage.migrate()
      await storage.onCommit(() => {})
      await storage.jobs.work('process', { concurrency: 2 }, async () => {})
      await storage.close()`
    const args = ['--conditions=guichet-source', '--input-type=module', '--eval', script]
    const child = spawn(process.execPath, args, { stdio: 'inherit' })
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
