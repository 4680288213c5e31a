import { afterEach, describe, expect, it } from 'vitest'
import type { Storage } from '../ports/storage.ts'
import { systemClock } from '../system-clock.ts'
import { memoryStorage } from './memory-storage.ts'
import { storageContract } from './storage-contract.ts'

const opened: Storage[] = []

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
})

async function open(): Promise<Storage> {
  const storage = memoryStorage({ clock: systemClock() })
  opened.push(storage)
  await storage.migrate()
  return storage
}

describe('memory storage keeps the contract', () => {
  for (const check of storageContract) it(check.name, { timeout: 20_000 }, () => check.run(open))
})

describe('memory storage', () => {
  it('refuses a transaction inside a transaction instead of waiting for itself', async () => {
    const storage = await open()
    const nested = storage.transaction('acme', () => storage.transaction('acme', async () => 1))
    await expect(nested).rejects.toMatchObject({ code: 'internal' })
  })

  it('refuses records after their transaction has ended', async () => {
    const storage = await open()
    const late = await storage.transaction('acme', async (tx) => ({ tx }))
    await expect(late.tx.integrations.list()).rejects.toMatchObject({ code: 'internal' })
  })

  it('refuses work once it is closed', async () => {
    const storage = await open()
    await storage.close()
    await expect(storage.transaction('acme', async () => 1)).rejects.toMatchObject({ code: 'storage-failed' })
  })
})
