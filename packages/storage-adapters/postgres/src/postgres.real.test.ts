import type { Storage } from '@guichet/core'
import { storageContract } from '@guichet/core/testing'
import { postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { postgres } from './postgres.ts'

describe.skipIf(skipUnless(postgresMissing()))('a real Postgres keeps the storage contract', () => {
  let storage: Storage
  let stop: () => Promise<void>

  beforeAll(async () => {
    const server = await startPostgres()
    storage = postgres({ connectionString: await server.createDatabase(), allowUnsafeDurability: true })
    stop = server.stop
    await storage.migrate()
  })
  afterAll(async () => {
    await storage?.close()
    await stop?.()
  })

  for (const check of storageContract)
    it(check.name, { timeout: 20_000 }, () => check.run(async () => storage))
})
