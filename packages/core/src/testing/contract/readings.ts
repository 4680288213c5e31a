import assert from 'node:assert/strict'
import type { ContractCheck } from './check.ts'
import { openOffice } from './samples.ts'

export const readingChecks: readonly ContractCheck[] = [
  {
    name: 'a session learns whether the one before it ended, also when that one ends too late',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const begin = (id: string) => storage.transaction(tenant, (tx) => tx.readings.begin(integrationId, id))
      const end = (id: string) => storage.transaction(tenant, (tx) => tx.readings.end(integrationId, id))
      assert.equal(await begin('one'), true)
      await end('one')
      assert.equal(await begin('two'), true)
      assert.equal(await begin('three'), false)
      await end('two')
      assert.equal(await begin('four'), false)
      await end('four')
      assert.equal(await begin('five'), true)
    },
  },
  {
    name: 'attempts are counted by place until one is survived',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const attempt = (locator: string) =>
        storage.transaction(tenant, (tx) => tx.readings.attempt(integrationId, locator))
      assert.equal(await attempt('INBOX/1/1'), 1)
      assert.equal(await attempt('INBOX/1/1'), 2)
      assert.equal(await attempt('INBOX/1/2'), 1)
      const known = await storage.transaction(tenant, (tx) =>
        tx.readings.attempts(integrationId, ['INBOX/1/2', 'INBOX/1/1', 'INBOX/1/3']),
      )
      assert.deepEqual(
        known,
        new Map([
          ['INBOX/1/1', 2],
          ['INBOX/1/2', 1],
        ]),
      )
      await storage.transaction(tenant, (tx) => tx.readings.survived(integrationId, 'INBOX/1/1'))
      assert.equal(await attempt('INBOX/1/1'), 1)
      assert.equal(await attempt('INBOX/1/2'), 2)
    },
  },
]
