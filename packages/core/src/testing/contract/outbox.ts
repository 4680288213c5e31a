import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { OutboxEntry, OutboxSettlement } from '../../model/outbox.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, eventually, withCode } from './check.ts'
import {
  minute,
  type Office,
  openConversation,
  openOffice,
  sampleMessage,
  sampleOutboxEntry,
} from './samples.ts'

const sent: Omit<OutboxSettlement, 'messageId' | 'fence'> = {
  state: 'sent',
  error: null,
  providerId: 'p-1',
  nextAttemptAt: null,
}

export async function queueMessage(
  storage: Storage,
  office: Office,
  changes: Partial<OutboxEntry> = {},
): Promise<OutboxEntry> {
  const { tenant, integrationId } = office
  const { id: conversationId } = await openConversation(storage, office)
  const message = sampleMessage({ integrationId, conversationId, direction: 'outbound' })
  const entry = sampleOutboxEntry({ messageId: message.id, integrationId, ...changes })
  await storage.transaction(tenant, async (tx) => {
    await tx.messages.insert([message])
    await tx.outbox.insert(entry)
  })
  return entry
}

/** Begins one, which is what most checks are about; null when it did not begin. */
export async function begin(storage: Storage, { tenant }: Office, id: string, leaseMs = 60_000) {
  const [begun = null] = await storage.transaction(tenant, (tx) => tx.outbox.begin([id], leaseMs))
  return begun
}

export async function settle(
  storage: Storage,
  { tenant }: Office,
  settlement: OutboxSettlement,
): Promise<boolean> {
  const ended = await storage.transaction(tenant, (tx) => tx.outbox.settle([settlement]))
  return ended.length > 0
}

export const read = (storage: Storage, { tenant }: Office, id: string) =>
  storage.transaction(tenant, (tx) => tx.outbox.get(id))

export const outboxChecks: readonly ContractCheck[] = [
  {
    name: 'an outbox entry reads as it was written, by id and by idempotency key',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const template = { name: 'suivi', language: 'fr', parameters: ['é', '"2"'] }
      const changes = { idempotencyKey: 'réponse "1"', html: '<p>é</p>', template }
      const entry = await queueMessage(storage, office, changes)
      await storage.transaction(office.tenant, async (tx) => {
        assert.deepEqual(await tx.outbox.get(entry.messageId), entry)
        assert.deepEqual(await tx.outbox.findByIdempotencyKey(entry.idempotencyKey), entry)
        assert.equal(await tx.outbox.get(randomUUID()), null)
        assert.equal(await tx.outbox.findByIdempotencyKey('unknown'), null)
      })
    },
  },
  {
    name: 'one idempotency key is taken once, also by transactions at once',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const idempotencyKey = randomUUID()
      const attempts = await Promise.allSettled(
        [0, 1, 2].map(() => queueMessage(storage, office, { idempotencyKey })),
      )
      const refused = attempts.filter((attempt) => attempt.status === 'rejected')
      assert.equal(refused.length, 2)
      for (const { reason } of refused) assert.ok(withCode('conflict')(reason), String(reason))
      const winner = attempts.find((attempt) => attempt.status === 'fulfilled')?.value
      const stored = await storage.transaction(office.tenant, (tx) =>
        tx.outbox.findByIdempotencyKey(idempotencyKey),
      )
      assert.equal(stored?.messageId, winner?.messageId)
    },
  },
  {
    name: 'sending begins once: of many workers one gets the entry',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { messageId } = await queueMessage(storage, office)
      const all = await Promise.all([0, 1, 2, 3].map(() => begin(storage, office, messageId)))
      const [entry, ...others] = all.filter((it) => it !== null)
      assert.deepEqual(others, [])
      assert.equal(entry?.state, 'sending')
      assert.equal(entry?.attempts, 1)
      assert.ok(entry.fence > 0)
      assert.ok(entry.sendingUntil instanceof Date)
      assert.deepEqual(await read(storage, office, messageId), entry)
      assert.equal(await begin(storage, office, randomUUID()), null)
    },
  },
  {
    name: 'a sending ends as it was settled, and only once',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { messageId } = await queueMessage(storage, office)
      const fence = (await begin(storage, office, messageId))?.fence ?? -1
      const end = { ...sent, messageId, fence }
      assert.equal(await settle(storage, office, end), true)
      assert.equal(await settle(storage, office, { ...end, state: 'failed' }), false)
      const entry = await read(storage, office, messageId)
      assert.deepEqual(
        [entry?.state, entry?.providerId, entry?.error, entry?.attempts, entry?.sendingUntil],
        ['sent', 'p-1', null, 1, null],
      )
      assert.equal(await begin(storage, office, messageId), null)
    },
  },
  {
    name: 'what was not sent is tried again under a new fence; a stale fence settles nothing',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { messageId } = await queueMessage(storage, office)
      const first = (await begin(storage, office, messageId))?.fence ?? -1
      const past = minute(-1_000_000)
      const again = { state: 'ready', error: 'busy', providerId: null, nextAttemptAt: past } as const
      await settle(storage, office, { ...again, messageId, fence: first })
      const waiting = await read(storage, office, messageId)
      assert.deepEqual([waiting?.state, waiting?.error, waiting?.nextAttemptAt], ['ready', 'busy', past])
      const second = await begin(storage, office, messageId)
      assert.ok(second && second.fence > first)
      assert.equal(second.attempts, 2)
      assert.equal(await settle(storage, office, { ...sent, messageId, fence: first }), false)
      assert.equal((await read(storage, office, messageId))?.state, 'sending')
      assert.equal(await settle(storage, office, { ...sent, messageId, fence: second.fence }), true)
    },
  },
  {
    name: 'a sending whose time ran out becomes unknown and is never begun again',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { messageId } = await queueMessage(storage, office)
      const fence = (await begin(storage, office, messageId, 30))?.fence ?? -1
      const entry = await eventually('the sending to count as crashed', async () => {
        assert.equal(await begin(storage, office, messageId), null)
        const current = await read(storage, office, messageId)
        return current?.state === 'unknown' ? current : null
      })
      assert.equal(entry.attempts, 1)
      assert.equal(await begin(storage, office, messageId), null)
      assert.equal(await settle(storage, office, { ...sent, messageId, fence }), false)
      assert.equal((await read(storage, office, messageId))?.state, 'unknown')
    },
  },
  {
    name: 'an entry that is not ready is not begun',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      for (const state of ['sent', 'failed', 'unknown', 'cancelled'] as const) {
        const { messageId } = await queueMessage(storage, office, { state })
        assert.equal(await begin(storage, office, messageId), null, state)
        assert.equal((await read(storage, office, messageId))?.state, state)
      }
    },
  },
  {
    name: 'what was certainly sent is confirmed, whoever was still at it; what failed stays failed',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const [sending, unknown, failed, ready] = await Promise.all(
        (['ready', 'unknown', 'failed', 'ready'] as const).map((state) =>
          queueMessage(storage, office, { state, error: state === 'unknown' ? 'silence' : null }),
        ),
      )
      assert.ok(sending && unknown && failed && ready)
      const begun = await begin(storage, office, sending.messageId)
      const sends = [sending, unknown, failed, { messageId: randomUUID() }].map(({ messageId }) => ({
        messageId,
        providerId: messageId === unknown.messageId ? 'p-2' : null,
      }))
      const again = sends.map((send) => ({ ...send, providerId: null }))
      const confirmed = await storage.transaction(office.tenant, (tx) =>
        tx.outbox.confirm([...sends, ...again]),
      )
      assert.deepEqual(
        new Map(
          confirmed.map(({ messageId, state, error, providerId }) => [messageId, [state, error, providerId]]),
        ),
        new Map([
          [sending.messageId, ['sent', null, null]],
          [unknown.messageId, ['sent', null, 'p-2']],
        ]),
      )
      const byProvider = { messageIds: [], providerIds: ['p-2'] }
      const [found] = await storage.transaction(office.tenant, (tx) =>
        tx.arrivals.findSends(office.integrationId, byProvider),
      )
      assert.equal(found?.id, unknown.messageId)
      const late = { ...sent, messageId: sending.messageId, fence: begun?.fence ?? 0 }
      assert.equal(await settle(storage, office, late), false)
      assert.deepEqual(await storage.transaction(office.tenant, (tx) => tx.outbox.confirm([])), [])
      assert.equal((await read(storage, office, failed.messageId))?.state, 'failed')
      assert.equal((await read(storage, office, ready.messageId))?.state, 'ready')
    },
  },
]
