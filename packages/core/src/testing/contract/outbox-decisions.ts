import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { OutboxChange, OutboxEntry, SendLimit } from '../../model/outbox.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, eventually } from './check.ts'
import { begin, queueMessage, read, settle } from './outbox.ts'
import { minute, type Office, openConversation, openOffice, sampleMessage } from './samples.ts'

const inAnHour = () => new Date(Date.now() + 3_600_000)

const cancelling: OutboxChange = {
  ...{ from: ['ready'], state: 'cancelled', error: 'a person took it back', nextAttemptAt: null },
}

const change = (storage: Storage, { tenant }: Office, id: string, to: OutboxChange) =>
  storage.transaction(tenant, (tx) => tx.outbox.change(id, to))

async function beginWithin(
  storage: Storage,
  { tenant }: Office,
  id: string,
  limits: readonly SendLimit[],
): Promise<OutboxEntry | null> {
  const [begun = null] = await storage.transaction(tenant, (tx) =>
    tx.outbox.begin([id], 60_000, () => limits),
  )
  return begun
}

const limit = (scope: string, most: number): SendLimit => ({
  ...{ scope, most, windowMs: 24 * 3_600_000, sentence: `not more than ${most}` },
})

/** Messages that wait, decisions about them, and limits. */
export const outboxDecisionChecks: readonly ContractCheck[] = [
  {
    name: 'nothing leaves before its time, on the clock of the storage',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const later = await queueMessage(storage, office, { nextAttemptAt: inAnHour() })
      assert.equal(await begin(storage, office, later.messageId), null)
      assert.deepEqual(await read(storage, office, later.messageId), later)
      const soon = await queueMessage(storage, office, { nextAttemptAt: new Date(Date.now() + 200) })
      await eventually('its time to come', () => begin(storage, office, soon.messageId))
    },
  },
  {
    name: 'of a cancelling and a sending at once one wins, and the other learns of it',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      for (let round = 0; round < 5; round += 1) {
        const { messageId } = await queueMessage(storage, office)
        const [cancelled, begun] = await Promise.all([
          change(storage, office, messageId, cancelling),
          begin(storage, office, messageId),
        ])
        assert.equal((cancelled === null) !== (begun === null), true)
        const state = (await read(storage, office, messageId))?.state
        assert.equal(state, begun === null ? 'cancelled' : 'sending')
      }
    },
  },
  {
    name: 'a decision changes an entry in the states it names, with a new fence, and says how it is then',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { messageId, fence } = await queueMessage(storage, office, { state: 'unknown', error: 'silence' })
      assert.equal(await change(storage, office, messageId, cancelling), null)
      assert.equal(await change(storage, office, randomUUID(), cancelling), null)
      const again: OutboxChange = {
        ...{ from: ['failed', 'unknown'], state: 'ready', error: null, nextAttemptAt: null },
        ...{ dueAt: minute(9), isScheduled: true },
      }
      const entry = await change(storage, office, messageId, again)
      assert.deepEqual(
        [entry?.state, entry?.error, entry?.dueAt, entry?.isScheduled, entry?.nextAttemptAt],
        ['ready', null, minute(9), true, null],
      )
      assert.ok(entry && entry.fence > fence)
      assert.deepEqual(await read(storage, office, messageId), entry)
      const cancelled = await change(storage, office, messageId, cancelling)
      assert.deepEqual([cancelled?.dueAt, cancelled?.isScheduled], [minute(9), true])
    },
  },
  {
    name: 'since when nobody knows is kept with what became unknown, and proof also helps what was given up',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { messageId } = await queueMessage(storage, office)
      const fence = (await begin(storage, office, messageId))?.fence ?? -1
      const unknown = { state: 'unknown', error: 'silence', providerId: null, nextAttemptAt: null } as const
      await settle(storage, office, { ...unknown, messageId, fence })
      const since = (await read(storage, office, messageId))?.uncertainSince
      assert.ok(since instanceof Date)
      await change(storage, office, messageId, { ...cancelling, from: ['unknown'] })
      const [sent] = await storage.transaction(office.tenant, (tx) =>
        tx.outbox.confirm([{ messageId, providerId: null }]),
      )
      assert.deepEqual([sent?.state, sent?.uncertainSince], ['sent', since])
    },
  },
  {
    name: 'what waits after an attempt is woken with its integration; what waits for its own time is not',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const failed = await queueMessage(storage, office, { error: 'refused', nextAttemptAt: inAnHour() })
      const chosen = await queueMessage(storage, office, { nextAttemptAt: inAnHour() })
      const wake = (id: string) => storage.transaction(office.tenant, (tx) => tx.outbox.wake(id))
      assert.deepEqual(await wake(randomUUID()), [])
      assert.deepEqual(await wake(office.integrationId), [failed.messageId])
      assert.deepEqual(await wake(office.integrationId), [])
      assert.ok(await begin(storage, office, failed.messageId))
      assert.equal(await begin(storage, office, chosen.messageId), null)
    },
  },
  {
    name: 'a limit counts over all workers; what is beyond it waits for the end of its window',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const entries = []
      for (let count = 0; count < 6; count += 1) entries.push(await queueMessage(storage, office))
      const all = [limit('mailbox', 4), limit('tenant', 3)]
      const begun = await Promise.all(
        entries.map(({ messageId }) => beginWithin(storage, office, messageId, all)),
      )
      assert.equal(begun.filter((entry) => entry !== null).length, 3)
      const waiting = entries[begun.indexOf(null)]?.messageId ?? ''
      const entry = await read(storage, office, waiting)
      assert.deepEqual([entry?.state, entry?.attempts, entry?.error], ['ready', 0, 'not more than 3'])
      assert.ok(entry?.nextAttemptAt && entry.nextAttemptAt.getTime() > Date.now())
      // What the tenant's limit refused took no place in the mailbox's.
      const { messageId } = await queueMessage(storage, office)
      assert.ok(await beginWithin(storage, office, messageId, [limit('mailbox', 4)]))
      const other = await openOffice(storage)
      const elsewhere = await queueMessage(storage, other)
      assert.ok(await beginWithin(storage, other, elsewhere.messageId, all))
    },
  },
  {
    name: 'a limit of a window that has ended holds nobody',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const short = [{ ...limit('mailbox', 1), windowMs: 300 }]
      const one = await queueMessage(storage, office)
      const other = await queueMessage(storage, office)
      assert.ok(await beginWithin(storage, office, one.messageId, short))
      await eventually('the next window', () => beginWithin(storage, office, other.messageId, short))
    },
  },
  {
    name: 'what somebody chose a time for is listed, soonest first, until it leaves or is cancelled',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const queue = (at: number, isScheduled = true) =>
        queueMessage(storage, office, { isScheduled, dueAt: minute(at), cancelIfAnswered: true })
      const [late, early, gone] = [await queue(9), await queue(3), await queue(1)]
      await queue(2, false)
      await change(storage, office, gone.messageId, cancelling)
      const page = (cursor: string | null) =>
        storage.transaction(office.tenant, (tx) => tx.messages.listScheduled({ cursor, limit: 1 }))
      const first = await page(null)
      assert.deepEqual(
        first.items.map(({ id, delivery }) => [id, delivery?.scheduledAt, delivery?.cancelIfAnswered]),
        [[early.messageId, minute(3), true]],
      )
      const second = await page(first.nextCursor)
      assert.deepEqual([second.items[0]?.id, second.nextCursor], [late.messageId, null])
    },
  },
  {
    name: 'what should have left and has not surely is listed, latest first; what waits for its time is not',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const failed = await queueMessage(storage, office, { state: 'failed', error: 'refused' })
      const unknown = await queueMessage(storage, office, { state: 'unknown', error: 'silence' })
      const held = await queueMessage(storage, office, { error: 'no login', nextAttemptAt: inAnHour() })
      await queueMessage(storage, office, { nextAttemptAt: inAnHour() })
      await queueMessage(storage, office, { state: 'sent' })
      await change(storage, office, failed.messageId, { ...cancelling, from: ['failed'] })
      const page = (cursor: string | null) =>
        storage.transaction(office.tenant, (tx) => tx.messages.listUnsent({ cursor, limit: 1 }))
      const first = await page(null)
      const second = await page(first.nextCursor)
      assert.equal(second.nextCursor, null)
      const listed = [...first.items, ...second.items]
      const latestFirst = [unknown, held]
        .map(({ messageId }) => messageId)
        .toSorted()
        .toReversed()
      assert.deepEqual(
        listed.map(({ id }) => id),
        latestFirst,
      )
      assert.deepEqual(listed.map(({ delivery }) => delivery?.error).toSorted(), ['no login', 'silence'])
    },
  },
  {
    name: 'a person has written since when an inbound message was stored after the answer and is not older than asked',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const place = { integrationId, conversationId }
      const [answer, before, after] = ['b', 'a', 'c'].map((letter) => `${letter}-${randomUUID()}`)
      assert.ok(answer && before && after)
      const asked = { afterId: answer, since: minute(5) }
      const ask = () =>
        storage.transaction(tenant, (tx) => tx.messages.wasWrittenSince(conversationId, asked))
      await storage.transaction(tenant, (tx) =>
        tx.messages.insert([
          sampleMessage({ ...place, id: before, receivedAt: minute(9) }),
          sampleMessage({ ...place, id: `${after}-old`, receivedAt: minute(4) }),
          sampleMessage({ ...place, id: `${after}-us`, receivedAt: minute(9), direction: 'outbound' }),
          sampleMessage({ ...place, id: `${after}-bulk`, receivedAt: minute(9), verdict: 'bulk' }),
        ]),
      )
      assert.equal(await ask(), false)
      await storage.transaction(tenant, (tx) =>
        tx.messages.insert([sampleMessage({ ...place, id: after, receivedAt: minute(5) })]),
      )
      assert.equal(await ask(), true)
    },
  },
  {
    name: 'why nothing leaves over an integration reads as it was written, and goes',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const hold = {
        sendError: 'the password was refused: correct it',
        sendProblem: { key: 'password-refused', server: 'outgoing', field: 'secrets.password', facts: {} },
        sendHeldUntil: minute(60),
      } as const
      const none = { sendError: null, sendProblem: null, sendHeldUntil: null }
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.setSendHold(integrationId, hold)
        await tx.integrations.setSendHold(randomUUID(), hold)
        const held = await tx.integrations.get(integrationId)
        assert.deepEqual(
          [held?.sendError, held?.sendProblem, held?.sendHeldUntil],
          [hold.sendError, hold.sendProblem, hold.sendHeldUntil],
        )
        await tx.integrations.setSendHold(integrationId, none)
        assert.equal((await tx.integrations.get(integrationId))?.sendError, null)
      })
    },
  },
]
