import { jobQueues } from '@guichet/core'
import { postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgres } from '../postgres.ts'

describe.skipIf(skipUnless(postgresMissing()))('the queues of a real Postgres', () => {
  it('are all there after migrating a database that is older than one of them, and its jobs run', async () => {
    const server = await startPostgres()
    onTestFinished(() => server.stop())
    const connectionString = await server.createDatabase()
    const older = postgres({ connectionString, allowUnsafeDurability: true })
    await older.migrate()
    await older.close()
    const client = new Client({ connectionString })
    await client.connect()
    await client.query(`select guichet_jobs.delete_queue('fetch')`)
    const names = async () =>
      (await client.query('select name from guichet_jobs.queue')).rows.map(({ name }) => name)
    expect(await names()).not.toContain('fetch')

    const storage = postgres({ connectionString, allowUnsafeDurability: true })
    await storage.migrate()
    expect(await names()).toEqual(expect.arrayContaining([...jobQueues]))
    await client.end()
    const ran = Promise.withResolvers<string>()
    const stop = await storage.jobs.work('fetch', { concurrency: 1 }, async ({ subject }) =>
      ran.resolve(subject),
    )
    await storage.transaction('acme', (tx) => tx.enqueue([{ queue: 'fetch', subject: 'm', startAt: null }]))
    expect(await ran.promise).toBe('m')
    await stop()
    await storage.close()
  })
})
