import assert from 'node:assert/strict'
import type { InboxEvent } from '../../model/event.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, createGate, eventually, sorted, withCode } from './check.ts'
import { minute, newTenant, sampleEvent } from './samples.ts'

const readAfter = (storage: Storage, tenant: string, position: string | null, limit = 100) =>
  storage.transaction(tenant, (tx) => tx.events.after(position, limit))

/** Reads on from a position until so many events were seen: they may become readable a little after their commit. */
async function follow(
  storage: Storage,
  tenant: string,
  options: { from: string; count: number; limit?: number },
) {
  const seen: InboxEvent[] = []
  let position = options.from
  await eventually(`${options.count} events`, async () => {
    const page = await readAfter(storage, tenant, position, options.limit)
    assert.ok(page.events.length <= (options.limit ?? 100))
    seen.push(...page.events)
    position = page.position
    return seen.length >= options.count ? seen : null
  })
  return seen
}

export const eventChecks: readonly ContractCheck[] = [
  {
    name: 'reading from null gives the current position and no event',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const empty = await readAfter(storage, tenant, null)
      assert.deepEqual(empty.events, [])
      await storage.transaction(tenant, (tx) => tx.events.append([sampleEvent()]))
      const [first] = await follow(storage, tenant, { from: empty.position, count: 1 })
      assert.ok(first)
      const now = await readAfter(storage, tenant, null)
      assert.deepEqual(now.events, [])
      assert.deepEqual((await readAfter(storage, tenant, now.position)).events, [])
    },
  },
  {
    name: 'an event reads exactly as it was written',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const start = await readAfter(storage, tenant, null)
      const full = sampleEvent({
        type: 'conversation.changed',
        at: new Date('2026-11-02T08:00:00.123Z'),
        actor: { kind: 'person', id: 'person-1' },
        conversationId: 'e7e6f2a0-0000-7000-8000-000000000001',
        messageId: 'e7e6f2a0-0000-7000-8000-000000000002',
        integrationId: 'e7e6f2a0-0000-7000-8000-000000000003',
        data: { before: 'new', after: 'open é', count: 2, isHistory: false, note: null },
      })
      await storage.transaction(tenant, (tx) => tx.events.append([full, sampleEvent()]))
      const [first] = await follow(storage, tenant, { from: start.position, count: 2 })
      assert.ok(first)
      const { position, ...event } = first
      assert.deepEqual(event, full)
      assert.equal(typeof position, 'string')
    },
  },
  {
    name: 'events come in the order they were appended, in pages, and any position resumes',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const start = await readAfter(storage, tenant, null)
      const events = Array.from({ length: 7 }, (_, index) => sampleEvent({ at: minute(-index) }))
      for (const batch of [events.slice(0, 3), events.slice(3, 4), events.slice(4)]) {
        await storage.transaction(tenant, (tx) => tx.events.append(batch))
      }
      const ids = events.map(({ id }) => id)
      const seen = await follow(storage, tenant, { from: start.position, count: 7, limit: 2 })
      assert.deepEqual(
        seen.map(({ id }) => id),
        ids,
      )
      for (const [index, event] of seen.entries()) {
        const rest = await readAfter(storage, tenant, event.position)
        assert.deepEqual(
          rest.events.map(({ id }) => id),
          ids.slice(index + 1),
        )
      }
    },
  },
  {
    name: 'a transaction that commits late never shows its events before a position that was read',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [slow, quick] = [sampleEvent(), sampleEvent()]
      const start = await readAfter(storage, tenant, null)
      const [appended, readOn] = [createGate(), createGate()]
      const slowly = storage.transaction(tenant, async (tx) => {
        await tx.events.append([slow])
        appended.open()
        await readOn.wait(100)
      })
      await appended.wait(1000)
      await storage.transaction(tenant, (tx) => tx.events.append([quick]))
      const early = await readAfter(storage, tenant, start.position)
      readOn.open()
      await slowly
      const missing = 2 - early.events.length
      const late = await follow(storage, tenant, { from: early.position, count: missing })
      const seen = [...early.events, ...late].map(({ id }) => id)
      assert.deepEqual(sorted(seen), sorted([slow.id, quick.id]))
      const replay = await readAfter(storage, tenant, start.position)
      assert.deepEqual(
        replay.events.map(({ id }) => id),
        seen,
      )
    },
  },
  {
    name: 'a reader that never stops sees every event of many writers once and in one order',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const start = await readAfter(storage, tenant, null)
      const events = Array.from({ length: 24 }, () => sampleEvent())
      const writing = Promise.all(
        events.map((event) => storage.transaction(tenant, (tx) => tx.events.append([event]))),
      )
      const seen = await follow(storage, tenant, { from: start.position, count: 24, limit: 5 })
      await writing
      assert.deepEqual(sorted(seen.map(({ id }) => id)), sorted(events.map(({ id }) => id)))
      const replay = await readAfter(storage, tenant, start.position)
      assert.deepEqual(replay.events, seen)
    },
  },
  {
    name: 'a tenant reads its own events only',
    async run(open) {
      const storage = await open()
      const [tenant, other] = [newTenant(), newTenant()]
      const start = await readAfter(storage, tenant, null)
      const own = sampleEvent()
      await storage.transaction(other, (tx) => tx.events.append([sampleEvent()]))
      await storage.transaction(tenant, (tx) => tx.events.append([own]))
      await storage.transaction(other, (tx) => tx.events.append([sampleEvent()]))
      const seen = await follow(storage, tenant, { from: start.position, count: 1 })
      assert.deepEqual(
        seen.map(({ id }) => id),
        [own.id],
      )
    },
  },
  {
    name: 'a position that is none is refused',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      for (const position of ['nonsense', '', '-1', '1.5', '99999999999999999999999999', "' or 1=1"]) {
        await assert.rejects(readAfter(storage, tenant, position), withCode('invalid-input'), position)
      }
    },
  },
  {
    name: 'a position from another database, ahead of this one, is refused instead of waited for',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const { position } = await readAfter(storage, tenant, null)
      const ahead = position.replace(/^\d+/, (number) => String(Number(number) + 1_000_000_000))
      await assert.rejects(readAfter(storage, tenant, ahead), withCode('invalid-input'), ahead)
    },
  },
]
