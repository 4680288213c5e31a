import { storageContract } from '@guichet/core/testing'
import { afterAll, describe, it } from 'vitest'
import { postgres } from './postgres.ts'

// Starting the embedded database takes seconds: one serves all checks, each in a tenant of its own.
const storage = postgres({ folder: 'memory://' })
const ready = storage.migrate()

afterAll(() => storage.close())

describe('the embedded Postgres keeps the storage contract', () => {
  for (const check of storageContract) {
    it(check.name, { timeout: 60_000 }, () =>
      check.run(async () => {
        await ready
        return storage
      }),
    )
  }
})
