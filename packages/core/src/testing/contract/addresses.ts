import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AddressMark, Correspondent } from '../../model/address-mark.ts'
import type { ContractCheck } from './check.ts'
import { minute, newTenant } from './samples.ts'

function sampleMark(changes: Partial<AddressMark> = {}): AddressMark {
  return {
    address: 'ada@example.org',
    mark: 'undeliverable',
    kind: 'hard',
    since: minute(1),
    status: '5.1.1',
    reason: '550 é "unknown"',
    messageId: randomUUID(),
    ...changes,
  }
}

const written = (address: string, count = 0): Correspondent => ({
  address,
  cause: 'written',
  since: minute(count),
})

export const addressChecks: readonly ContractCheck[] = [
  {
    name: 'a correspondent is remembered once until forgotten, and confirming replaces having written',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [ada, bob] = [written('ada@example.org'), written('bob@example.org')]
      const confirmed: Correspondent = { ...ada, cause: 'confirmed', since: minute(3) }
      await storage.transaction(tenant, async (tx) => {
        await tx.addresses.remember([])
        await tx.addresses.remember([ada, bob, written(ada.address, 1)])
        assert.deepEqual(await tx.addresses.correspondents([ada.address, 'eve@example.org', ada.address]), [
          ada,
        ])
        await tx.addresses.remember([written(bob.address, 2), confirmed])
        await tx.addresses.remember([written(ada.address, 4)])
      })
      await storage.transaction(tenant, async (tx) => {
        const known = await tx.addresses.correspondents([bob.address, ada.address])
        assert.deepEqual(new Set(known), new Set([bob, confirmed]))
        assert.deepEqual(await tx.addresses.correspondents([]), [])
        await tx.addresses.forget([])
        await tx.addresses.forget([ada.address, 'eve@example.org'])
        assert.deepEqual(await tx.addresses.correspondents([bob.address, ada.address]), [bob])
      })
      const other = await storage.transaction(newTenant(), (tx) => tx.addresses.correspondents([ada.address]))
      assert.deepEqual(other, [])
    },
  },
  {
    name: 'a mark reads as it was written and keeps its first date; hard replaces soft and never the other way round',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const soft = sampleMark({ kind: 'soft', status: '5.2.2', since: minute(0) })
      const hard = sampleMark()
      const complained = sampleMark({ mark: 'complained', status: null })
      const read = () => storage.transaction(tenant, (tx) => tx.addresses.marks([soft.address, 'b@x', 'b@x']))
      const mark = (...marks: AddressMark[]) => storage.transaction(tenant, (tx) => tx.addresses.mark(marks))
      await mark(soft, { ...soft, since: minute(5) })
      assert.deepEqual(await read(), [soft])
      await mark({ ...soft, since: minute(6) }, hard, complained)
      assert.deepEqual(new Set(await read()), new Set([hard, complained]))
      await mark({ ...soft, since: minute(7) }, { ...hard, since: minute(8) })
      assert.deepEqual(new Set(await read()), new Set([hard, complained]))
      assert.deepEqual(await storage.transaction(newTenant(), (tx) => tx.addresses.marks([soft.address])), [])
    },
  },
  {
    name: 'taking marks away returns what was there and leaves other names and addresses alone',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const hard = sampleMark()
      const complained = sampleMark({ mark: 'complained' })
      const other = sampleMark({ address: 'bob@example.org' })
      await storage.transaction(tenant, async (tx) => {
        await tx.addresses.mark([hard, complained, other])
        assert.deepEqual(await tx.addresses.unmark([hard.address, 'eve@example.org'], ['undeliverable']), [
          hard,
        ])
        assert.deepEqual(await tx.addresses.unmark([hard.address], ['undeliverable']), [])
        assert.deepEqual(await tx.addresses.unmark([], ['complained']), [])
      })
      const left = await storage.transaction(tenant, (tx) =>
        tx.addresses.marks([hard.address, other.address]),
      )
      assert.deepEqual(new Set(left), new Set([complained, other]))
    },
  },
]
