import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { CallbackRecords, NewCallback } from '../../ports/callback-records.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, eventually } from './check.ts'
import { minute, newTenant, openOffice } from './samples.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** What the checks do with the callbacks of one new integration. */
async function openDesk(storage: Storage) {
  const { tenant, integrationId } = await openOffice(storage)
  const within = <Result>(work: (callbacks: CallbackRecords) => Promise<Result>) =>
    storage.transaction(tenant, (tx) => work(tx.callbacks))
  const callback = (callbackId: string, changes: Partial<NewCallback> = {}): NewCallback => ({
    ...{ integrationId, callbackId, content: bytes(`{"id":"${callbackId}"}`) },
    ...{ contentType: 'application/json', receivedAt: minute(0), ...changes },
  })
  const pending = async (limit = 100) =>
    (await within((callbacks) => callbacks.pending(integrationId, limit))).map(({ callbackId }) => callbackId)
  const keep = (callbacks: readonly NewCallback[]) => storage.keepCallbacks(tenant, callbacks)
  return { tenant, integrationId, within, keep, callback, pending }
}

export const callbackChecks: readonly ContractCheck[] = [
  {
    name: 'keeping none is no work, and what was kept is announced',
    async run(open) {
      const storage = await open()
      const { tenant, keep, callback } = await openDesk(storage)
      assert.deepEqual(await keep([]), [])
      const heard: string[] = []
      const stop = await storage.onCommit((changed) => heard.push(changed))
      await keep([callback('a')])
      await eventually('the callback to be announced', async () => (heard.includes(tenant) ? true : null))
      stop()
    },
  },
  {
    name: 'a callback is kept once, byte for byte, and in the order of arrival',
    async run(open) {
      const { integrationId, within, keep, callback, pending } = await openDesk(await open())
      const content = Uint8Array.from({ length: 256 }, (_, index) => index)
      const odd = callback('c', { content, contentType: 'text/odd; charset=é', receivedAt: minute(3) })
      const kept = await keep([odd, callback('a')])
      assert.deepEqual(kept, ['kept', 'kept'])
      assert.deepEqual(await keep([callback('b'), odd]), ['kept', 'known'])
      assert.deepEqual(await pending(), ['c', 'a', 'b'])
      assert.deepEqual(await pending(2), ['c', 'a'])
      const [first] = await within((callbacks) => callbacks.pending(integrationId, 1))
      const { integrationId: _, ...expected } = odd
      assert.deepEqual(first, expected)
    },
  },
  {
    name: 'the same id with other content is a conflict, before and after it was understood',
    async run(open) {
      const { integrationId, within, keep, callback, pending } = await openDesk(await open())
      const other = callback('a', { content: bytes('other') })
      const outcomes = await keep([callback('a'), callback('a'), other, callback('b')])
      assert.deepEqual(outcomes, ['kept', 'known', 'conflict', 'kept'])
      await within((callbacks) => callbacks.finish(integrationId, ['a'], minute(1)))
      const again = await keep([other, callback('a')])
      assert.deepEqual(again, ['conflict', 'known'])
      assert.deepEqual(await pending(), ['b'])
    },
  },
  {
    name: 'fifty at once keep one callback once',
    async run(open) {
      const { keep, callback, pending } = await openDesk(await open())
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => keep([callback('a')])))
      const firsts = outcomes.flat().filter((outcome) => outcome === 'kept')
      assert.deepEqual([outcomes.length, firsts.length], [50, 1])
      assert.deepEqual(await pending(), ['a'])
    },
  },
  {
    name: 'nothing is kept for an integration that is not there, or is another tenant’s',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, callback, keep, pending } = await openDesk(storage)
      const nobodys = callback('a', { integrationId: randomUUID() })
      assert.deepEqual(await keep([nobodys, callback('b')]), ['gone', 'kept'])
      const stranger = newTenant()
      assert.deepEqual(await storage.keepCallbacks(stranger, [callback('c')]), ['gone'])
      const elsewhere = await storage.transaction(stranger, async (tx) => ({
        seen: await tx.callbacks.pending(integrationId, 10),
        last: await tx.callbacks.lastReceivedAt(integrationId),
      }))
      assert.deepEqual(elsewhere, { seen: [], last: null })
      assert.deepEqual(await pending(), ['b'])
      await storage.transaction(tenant, (tx) => tx.integrations.remove(integrationId))
      assert.deepEqual(await pending(), [])
    },
  },
  {
    name: 'parts that wait are apart from what is pending, until they are finished',
    async run(open) {
      const { integrationId, within, keep, callback, pending } = await openDesk(await open())
      const ids = ['a', 'b', 'c']
      await keep(ids.map((id) => callback(id)))
      const part = { group: 'g/é', index: 2, total: 3 }
      await within((callbacks) => callbacks.hold(integrationId, [{ callbackId: 'b', part }]))
      assert.deepEqual(await pending(), ['a', 'c'])
      const held = await within((callbacks) => callbacks.held(integrationId))
      const { integrationId: _, ...expected } = callback('b')
      assert.deepEqual(held, [{ ...expected, part }])
      await within((callbacks) => callbacks.finish(integrationId, ['b', 'a'], minute(1)))
      assert.deepEqual(await within((callbacks) => callbacks.held(integrationId)), [])
      assert.deepEqual(await pending(), ['c'])
    },
  },
  {
    name: 'what was finished is remembered until it is forgotten, and what is open never is',
    async run(open) {
      const { integrationId, within, keep, callback, pending } = await openDesk(await open())
      await keep([callback('old'), callback('new'), callback('open')])
      await within((callbacks) => callbacks.finish(integrationId, ['old'], minute(1)))
      await within((callbacks) => callbacks.finish(integrationId, ['new'], minute(5)))
      assert.equal(await within((callbacks) => callbacks.forget(integrationId, minute(5))), 1)
      assert.equal(await within((callbacks) => callbacks.forget(integrationId, minute(5))), 0)
      const again = [callback('old'), callback('new'), callback('open')]
      assert.deepEqual(await keep(again), ['kept', 'known', 'known'])
      assert.deepEqual(await pending(), ['open', 'old'])
    },
  },
  {
    name: 'the time of the latest callback is known, whether or not it was understood',
    async run(open) {
      const { integrationId, within, keep, callback } = await openDesk(await open())
      const last = () => within((callbacks) => callbacks.lastReceivedAt(integrationId))
      assert.equal(await last(), null)
      await keep([callback('a', { receivedAt: minute(4) })])
      assert.deepEqual(await last(), minute(4))
      await within((callbacks) => callbacks.finish(integrationId, ['a'], minute(9)))
      assert.deepEqual(await last(), minute(4))
      await keep([callback('b', { receivedAt: minute(7) })])
      assert.deepEqual(await last(), minute(7))
    },
  },
]
