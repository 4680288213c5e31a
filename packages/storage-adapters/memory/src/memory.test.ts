import { storageContract } from '@guichet/core/testing'
import { describe, expect, it } from 'vitest'
import { memory } from './memory.ts'

describe('memory keeps the storage contract', () => {
  for (const check of storageContract)
    it(check.name, { timeout: 20_000 }, () => check.run(async () => memory()))
})

it('two memories share nothing', async () => {
  const [first, second] = [memory(), memory()]
  const folder = { id: 'f', key: 'inbox', name: '', parentId: null, position: 0, rule: null, system: true }
  await first.transaction('acme', (tx) => tx.folders.insertMissing([folder]))
  expect(await second.transaction('acme', (tx) => tx.folders.list())).toEqual([])
})
