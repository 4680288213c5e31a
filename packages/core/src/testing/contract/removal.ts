import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Message } from '../../model/message.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, pagesOf, withCode } from './check.ts'
import {
  minute,
  type Office,
  openConversation,
  openOffice,
  sampleConversation,
  sampleMessage,
  sampleOutboxEntry,
} from './samples.ts'

/** One conversation with these messages, claimed and located as a mailbox would. */
async function storeMessages(
  storage: Storage,
  office: Office,
  changes: readonly Partial<Message>[],
): Promise<readonly Message[]> {
  const { tenant, integrationId } = office
  const conversationId = (await openConversation(storage, office)).id
  const messages = changes.map((one) => sampleMessage({ integrationId, conversationId, ...one }))
  await storage.transaction(tenant, async (tx) => {
    await tx.messages.insert(messages)
    for (const { id, externalId } of messages) {
      await tx.messages.claim(integrationId, [{ externalId, messageId: id }])
      await tx.sources.locate(integrationId, [{ locator: `INBOX/1/${id}`, messageId: id }])
    }
  })
  return messages
}

export const removalChecks: readonly ContractCheck[] = [
  {
    name: 'a removed message leaves its claim and its place behind, and nothing else',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const [message] = await storeMessages(storage, office, [{ direction: 'outbound' }])
      assert.ok(message)
      const { id, externalId, mailId } = message
      await storage.transaction(tenant, async (tx) => {
        await tx.outbox.insert(sampleOutboxEntry({ messageId: id, integrationId, idempotencyKey: 'key' }))
        await tx.messages.remove([id, randomUUID()])
        await tx.messages.remove([])
      })
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.messages.get(id), null)
        assert.equal(await tx.outbox.get(id), null)
        assert.equal(await tx.outbox.findByIdempotencyKey('key'), null)
        assert.deepEqual(await tx.arrivals.findSent([mailId ?? '']), [])
        const again = await tx.messages.claim(integrationId, [{ externalId, messageId: randomUUID() }])
        assert.equal(again.get(externalId), id)
        const counts = await tx.sources.countLocated(integrationId, 'INBOX/1/')
        assert.deepEqual(counts, { stored: 0, quarantined: 0, deleted: 1 })
      })
    },
  },
  {
    name: 'a message that was removed can be inserted again in the same transaction, under its id',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const [message] = await storeMessages(storage, office, [{}])
      assert.ok(message)
      await storage.transaction(office.tenant, async (tx) => {
        await tx.messages.remove([message.id])
        await tx.messages.insert([{ ...message, text: 'understood' }])
      })
      const stored = await storage.transaction(office.tenant, (tx) => tx.messages.get(message.id))
      assert.equal(stored?.text, 'understood')
    },
  },
  {
    name: 'a removed conversation is counted nowhere, and its ids lead nowhere',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const { id } = await openConversation(storage, office)
      const other = await openConversation(storage, office)
      const link = (mailId: string, conversationId: string) => ({
        mailId,
        conversationId,
        isOwn: true,
        isIssued: false,
      })
      await storage.transaction(tenant, async (tx) => {
        const links = [link('a@x', id), link('b@x', other.id)]
        await tx.threads.record(integrationId, links, [{ conversationId: id, address: 'ada@x' }])
      })
      await storage.transaction(tenant, async (tx) => {
        await tx.threads.forget(integrationId, id, ['a@x', 'b@x', 'c@x'])
        await tx.conversations.remove([id, randomUUID()])
        await tx.conversations.remove([])
      })
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.conversations.get(id), null)
        assert.deepEqual(await tx.threads.find(integrationId, ['a@x', 'b@x']), [link('b@x', other.id)])
        assert.deepEqual(await tx.threads.participants([id]), [])
        assert.deepEqual((await tx.folders.counts()).get(folderId), { new: 1 })
      })
    },
  },
  {
    name: 'a conversation that holds a message cannot be removed without it, in whatever order',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant } = office
      const [message] = await storeMessages(storage, office, [{}])
      assert.ok(message)
      const { id, conversationId } = message
      const alone = storage.transaction(tenant, (tx) => tx.conversations.remove([conversationId]))
      await assert.rejects(alone, withCode('conflict'))
      await storage.transaction(tenant, async (tx) => {
        await tx.conversations.remove([conversationId])
        await tx.messages.remove([id])
      })
      assert.equal(await storage.transaction(tenant, (tx) => tx.conversations.get(conversationId)), null)
    },
  },
  {
    name: 'owners are looked up without claiming',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const messageId = randomUUID()
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.claim(integrationId, [{ externalId: 'a', messageId }])
        const owners = await tx.messages.owners(integrationId, ['a', 'b', 'a'])
        assert.deepEqual(owners, new Map([['a', messageId]]))
        assert.deepEqual(await tx.messages.owners(integrationId, []), new Map())
        const claimed = await tx.messages.claim(integrationId, [{ externalId: 'b', messageId }])
        assert.equal(claimed.get('b'), messageId)
      })
    },
  },
  {
    name: 'quarantine is read page by page, latest first, and holds nothing that was understood',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const failed = { parseState: 'failed', parseError: 'no mail' } as const
      const stored = await storeMessages(storage, office, [
        { receivedAt: minute(1), ...failed },
        { receivedAt: minute(3), ...failed },
        { receivedAt: minute(2) },
        { receivedAt: minute(2), ...failed },
      ])
      const read: (string | undefined)[] = []
      const list = (cursor: string | null) =>
        storage.transaction(office.tenant, (tx) => tx.messages.listQuarantined({ cursor, limit: 2 }))
      for await (const items of pagesOf(list)) read.push(...items.map(({ id }) => id))
      assert.deepEqual(
        read,
        [1, 3, 0].map((index) => stored[index]?.id),
      )
    },
  },
  {
    name: 'only what a person sent, and sent after the time, is an answer',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const answered = async (changes: Partial<Message>, state?: 'failed' | 'unknown') => {
        const [message] = await storeMessages(storage, office, [{ receivedAt: minute(5), ...changes }])
        assert.ok(message)
        const { id: messageId, conversationId } = message
        return storage.transaction(tenant, async (tx) => {
          if (state !== undefined)
            await tx.outbox.insert(sampleOutboxEntry({ messageId, integrationId, state }))
          return tx.messages.wasAnsweredSince(conversationId, minute(4))
        })
      }
      assert.equal(await answered({ direction: 'outbound' }), true)
      assert.equal(await answered({ direction: 'outbound' }, 'unknown'), true)
      assert.equal(await answered({ direction: 'outbound' }, 'failed'), false)
      assert.equal(await answered({ direction: 'outbound', verdict: 'auto-reply' }), false)
      const passedOn = { rule: 'forward', evidence: 'm', possiblyRelated: null } as const
      assert.equal(await answered({ direction: 'outbound', threading: passedOn }), false)
      assert.equal(await answered({ direction: 'outbound', receivedAt: minute(4) }), false)
      assert.equal(await answered({ direction: 'inbound' }), false)
    },
  },
  {
    name: 'a removal reaches into no other tenant',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const conversation = sampleConversation({ integrationId, folderId })
      await storage.transaction(tenant, (tx) => tx.conversations.insert([conversation]))
      const { tenant: stranger } = await openOffice(storage)
      await storage.transaction(stranger, (tx) => tx.conversations.remove([conversation.id]))
      const stored = await storage.transaction(tenant, (tx) => tx.conversations.get(conversation.id))
      assert.equal(stored?.id, conversation.id)
    },
  },
]
