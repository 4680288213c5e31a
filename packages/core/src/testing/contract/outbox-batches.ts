import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { OutboxEntry, SendLimit } from '../../model/outbox.ts'
import { type ContractCheck, eventually, sorted } from './check.ts'
import { begin, queueMessage, read } from './outbox.ts'
import { minute, openOffice } from './samples.ts'

const idsOf = (entries: readonly Pick<OutboxEntry, 'messageId'>[]) =>
  sorted(entries.map(({ messageId }) => messageId))

const limit = (scope: string, most: number): SendLimit => ({
  ...{ scope, most, windowMs: 24 * 3_600_000, sentence: `not more than ${most}` },
})

/** Many messages in one statement: each of them as if it were alone. */
export const outboxBatchChecks: readonly ContractCheck[] = [
  {
    name: 'of many, those begin that may; each is named once, however often it is asked for',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const one = await queueMessage(storage, office)
      const other = await queueMessage(storage, office, { nextAttemptAt: minute(-1_000_000) })
      const later = await queueMessage(storage, office, { nextAttemptAt: new Date(Date.now() + 3_600_000) })
      const failed = await queueMessage(storage, office, { state: 'failed', error: 'no such user' })
      const crashed = await queueMessage(storage, office)
      await begin(storage, office, crashed.messageId, 1)
      const asked = [one, later, other, failed, one].map(({ messageId }) => messageId)
      const begun = await storage.transaction(office.tenant, (tx) =>
        tx.outbox.begin([...asked, randomUUID()], 60_000),
      )
      assert.deepEqual(idsOf(begun), idsOf([one, other]))
      const found = await storage.transaction(office.tenant, (tx) => tx.outbox.find(asked))
      assert.deepEqual(idsOf(found), idsOf([one, later, other, failed]))
      for (const entry of begun) assert.deepEqual(await read(storage, office, entry.messageId), entry)
      assert.deepEqual(
        found.find(({ messageId }) => messageId === failed.messageId),
        failed,
      )
      await eventually('the crashed one to be unknown', async () => {
        const both = [crashed.messageId, one.messageId]
        const again = await storage.transaction(office.tenant, (tx) => tx.outbox.begin(both, 60_000))
        assert.deepEqual(again, [])
        return (await read(storage, office, crashed.messageId))?.state === 'unknown' ? true : null
      })
      assert.equal((await read(storage, office, one.messageId))?.state, 'sending')
    },
  },
  {
    name: 'workers that begin the same messages at once share them',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const entries = []
      for (let count = 0; count < 12; count += 1) entries.push(await queueMessage(storage, office))
      const ids = idsOf(entries)
      const begun = await Promise.all(
        [ids, ids.toReversed(), ids.slice(3), ids.slice(0, 9)].map((some) =>
          storage.transaction(office.tenant, (tx) => tx.outbox.begin(some, 60_000)),
        ),
      )
      assert.deepEqual(idsOf(begun.flat()), ids)
    },
  },
  {
    name: 'many are ended as each was settled; stale ones stay, and it is said where the messages are',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const entries = [await queueMessage(storage, office), await queueMessage(storage, office)]
      const stale = await queueMessage(storage, office)
      const ids = idsOf([...entries, stale])
      const begun = await storage.transaction(office.tenant, (tx) => tx.outbox.begin(ids, 60_000))
      const settlements = begun.map(({ messageId, fence }) => ({
        messageId,
        fence: messageId === stale.messageId ? fence - 1 : fence,
        ...(messageId === entries[0]?.messageId
          ? { state: 'sent' as const, error: null, providerId: 'é', nextAttemptAt: null }
          : { state: 'ready' as const, error: 'busy', providerId: null, nextAttemptAt: minute(7) }),
      }))
      await storage.transaction(office.tenant, async (tx) => {
        const ended = await tx.outbox.settle(settlements)
        assert.deepEqual(idsOf(ended), idsOf(entries))
        for (const { messageId, fence, conversationId } of ended) {
          assert.equal(conversationId, (await tx.messages.get(messageId))?.conversationId)
          assert.equal(fence, settlements.find((one) => one.messageId === messageId)?.fence)
        }
        assert.deepEqual(await tx.outbox.settle([]), [])
      })
      const [sent, again, sending] = await Promise.all(
        [...entries, stale].map(({ messageId }) => read(storage, office, messageId)),
      )
      assert.deepEqual([sent?.state, sent?.providerId, sent?.nextAttemptAt], ['sent', 'é', null])
      assert.deepEqual([again?.state, again?.error, again?.nextAttemptAt], ['ready', 'busy', minute(7)])
      assert.deepEqual([sending?.state, sending?.providerId], ['sending', null])
    },
  },
  {
    name: 'limits count within a batch and over batches; each message counts under its own',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const queue = async (many: number, scope: string) => {
        const entries = []
        for (let count = 0; count < many; count += 1)
          entries.push(await queueMessage(storage, office, { html: scope }))
        return entries.map(({ messageId }) => messageId)
      }
      const ids = [...(await queue(4, 'first')), ...(await queue(3, 'second'))]
      const limitsOf = ({ html }: OutboxEntry) => [limit(html, 3), limit('all', 5)]
      const beginMany = (some: readonly string[]) =>
        storage.transaction(office.tenant, (tx) => tx.outbox.begin(some, 60_000, limitsOf))
      const begun = [...(await beginMany(ids.slice(0, 2))), ...(await beginMany(ids.slice(2)))]
      assert.equal(begun.length, 5)
      assert.ok(begun.filter(({ html }) => html === 'first').length <= 3)
      for (const messageId of ids.filter((id) => begun.every((entry) => entry.messageId !== id))) {
        const waiting = await read(storage, office, messageId)
        assert.deepEqual([waiting?.state, waiting?.attempts], ['ready', 0])
        assert.match(waiting?.error ?? '', /^not more than [35]$/)
        assert.ok(waiting?.nextAttemptAt && waiting.nextAttemptAt.getTime() > Date.now())
      }
      assert.deepEqual(await beginMany(await queue(1, 'third')), [])
    },
  },
]
