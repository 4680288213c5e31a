import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ContractCheck } from './check.ts'
import { openOffice } from './samples.ts'

export const directoryChecks: readonly ContractCheck[] = [
  {
    name: 'an integration is found by its id and by its routes, whosever it is, the oldest claim first',
    async run(open) {
      const storage = await open()
      const [first, second] = [await openOffice(storage), await openOffice(storage)]
      const number = `number:${randomUUID()}`
      const route = ({ tenant, integrationId }: typeof first, ...keys: string[]) =>
        storage.transaction(tenant, (tx) => tx.integrations.setRoutes(integrationId, 'sms', keys))
      await route(first, number, `${number}/b`)
      await route(second, number)
      const entry = ({ tenant, integrationId }: typeof first) => ({ tenant, integrationId })
      const { directory } = storage
      assert.deepEqual(await directory.byRoute('sms', [`${number}/b`]), [entry(first)])
      assert.deepEqual(await directory.byRoute('sms', [number, `${number}/b`]), [entry(first), entry(second)])
      assert.deepEqual(await directory.byRoute('whatsapp', [number]), [])
      assert.deepEqual(await directory.byRoute('sms', []), [])
      assert.deepEqual(await directory.byIntegration(second.integrationId), entry(second))
      assert.equal(await directory.byIntegration(randomUUID()), null)
    },
  },
  {
    name: 'routes that change or go lead nowhere any more, and one that stays keeps its age',
    async run(open) {
      const storage = await open()
      const [first, second] = [await openOffice(storage), await openOffice(storage)]
      const number = `number:${randomUUID()}`
      const route = ({ tenant, integrationId }: typeof first, ...keys: string[]) =>
        storage.transaction(tenant, (tx) => tx.integrations.setRoutes(integrationId, 'sms', keys))
      const found = async (key: string) =>
        (await storage.directory.byRoute('sms', [key])).map(({ integrationId }) => integrationId)
      await route(first, number, `${number}/b`)
      await route(second, number)
      await route(first, number, `${number}/c`)
      assert.deepEqual(await found(number), [first.integrationId, second.integrationId])
      assert.deepEqual(await found(`${number}/b`), [])
      assert.deepEqual(await found(`${number}/c`), [first.integrationId])
      await storage.transaction(first.tenant, (tx) => tx.integrations.remove(first.integrationId))
      assert.deepEqual(await found(number), [second.integrationId])
      assert.equal(await storage.directory.byIntegration(first.integrationId), null)
      await route(second)
      assert.deepEqual(await found(number), [])
    },
  },
]
