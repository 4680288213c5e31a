import assert from 'node:assert/strict'
import type { ContractCheck } from './check.ts'
import { newTenant } from './samples.ts'

const now = new Date('2026-11-02T09:00:00Z')
const yesterday = new Date('2026-11-01T09:00:00Z')
const lastWeek = new Date('2026-10-26T09:00:00Z')

export const answerChecks: readonly ContractCheck[] = [
  {
    name: 'of fifty at once with one id one may answer, and the others find its answer',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const ask = (number: number) =>
        storage.transaction(tenant, async (tx) => {
          const isFirst = await tx.answers.claim('id', now, yesterday)
          if (isFirst) await tx.answers.store('id', `g1.${number}`)
          return { isFirst, answer: await tx.answers.read('id') }
        })
      const asked = await Promise.all(Array.from({ length: 50 }, (_, number) => ask(number)))
      assert.equal(asked.filter(({ isFirst }) => isFirst).length, 1)
      assert.equal(new Set(asked.map(({ answer }) => answer)).size, 1)
      assert.match(asked[0]?.answer ?? '', /^g1\.\d+$/)
    },
  },
  {
    name: 'an id whose transaction failed is as if nobody had asked',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const failing = storage.transaction(tenant, async (tx) => {
        await tx.answers.claim('id', now, yesterday)
        await tx.answers.store('id', 'g1.never')
        throw new Error('the work failed')
      })
      await assert.rejects(failing, /the work failed/)
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.answers.read('id'), null)
        assert.equal(await tx.answers.claim('id', now, yesterday), true)
      })
    },
  },
  {
    name: 'answers are kept as long as they must be, and old ones are forgotten in passing',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const keep = (id: string, at: Date) =>
        storage.transaction(tenant, async (tx) => {
          await tx.answers.claim(id, at, new Date(0))
          await tx.answers.store(id, `g1.${id}`)
        })
      await keep('old', lastWeek)
      await keep('recent', yesterday)
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.answers.claim('old', now, yesterday), true)
        assert.equal(await tx.answers.claim('recent', now, yesterday), false)
        assert.equal(await tx.answers.read('recent'), 'g1.recent')
      })
    },
  },
  {
    name: 'two tenants may use the same id for different answers',
    async run(open) {
      const storage = await open()
      const [acme, globex] = [newTenant(), newTenant()]
      for (const tenant of [acme, globex]) {
        await storage.transaction(tenant, async (tx) => {
          assert.equal(await tx.answers.read('id'), null)
          assert.equal(await tx.answers.claim('id', now, yesterday), true)
          await tx.answers.store('id', `g1.${tenant}`)
        })
      }
      assert.equal(await storage.transaction(acme, (tx) => tx.answers.read('id')), `g1.${acme}`)
    },
  },
]
