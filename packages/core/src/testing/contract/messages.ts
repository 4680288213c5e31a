import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Message } from '../../model/message.ts'
import { type ContractCheck, pagesOf, sorted, withCode } from './check.ts'
import {
  minute,
  openConversation,
  openOffice,
  sampleConversation,
  sampleMessage,
  sampleOutboxEntry,
} from './samples.ts'

export const messageChecks: readonly ContractCheck[] = [
  {
    name: 'a message reads exactly as it was written, whatever its text',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversation = await openConversation(storage, office)
      const text = 'é 👩‍👩‍👧 \u202E rtl "quoted" \\ \'; drop table messages; -- {}[] \r\n\ttab \uFFFD $1 %s'
      const message = sampleMessage({
        integrationId,
        conversationId: conversation.id,
        inReplyTo: ['a@x'],
        references: ['z@x', 'a@x', text],
        from: { name: text, address: 'ada@example.org' },
        forwardedFrom: { name: text, address: 'written@example.org' },
        replyTo: [{ name: '', address: 'other@example.org' }],
        cc: [
          { name: 'B', address: 'b@example.org' },
          { name: text, address: text },
        ],
        bcc: [{ name: text, address: 'hidden@example.org' }],
        subject: text,
        text: text.repeat(2000),
        attachments: [
          { name: text, contentType: 'image/png', size: 3, contentId: 'cid', inline: true },
          {
            ...{ name: 'a.txt', contentType: 'text/plain', size: 1, contentId: null, inline: false },
            uploaded: { id: text, blobKey: 'tenant/file' },
          },
        ],
        sentAt: new Date('1999-12-31T23:59:59.999Z'),
        receivedAt: new Date('2026-11-02T08:00:00.123Z'),
        threading: { rule: 'reference', evidence: text, possiblyRelated: randomUUID() },
        authentication: {
          verdict: 'fail',
          evidence: [text, 'dmarc=fail header.from=example.org'],
          domain: text,
          warnings: [{ kind: 'name-shows-address', value: text }],
        },
        parseState: 'failed',
        parseError: text,
        rawKey: 'tenant/raw',
        rawSize: 25_000_000,
        authorId: 'person-1',
        verdict: 'bulk',
        evidence: [text, 'List-Id: <x>'],
      })
      const bare = sampleMessage({ integrationId, conversationId: conversation.id, from: null, mailId: null })
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([message, bare])
      })
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.messages.get(message.id), message)
        assert.deepEqual(await tx.messages.get(bare.id), bare)
        assert.equal(await tx.messages.get(randomUUID()), null)
      })
    },
  },
  {
    name: 'one message id cannot be inserted twice',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversation = await openConversation(storage, office)
      const message = sampleMessage({ integrationId, conversationId: conversation.id })
      await storage.transaction(tenant, (tx) => tx.messages.insert([message]))
      const again = sampleMessage({ ...message, externalId: 'another', text: 'overwritten' })
      await assert.rejects(storage.transaction(tenant, (tx) => tx.messages.insert([again])))
      const stored = await storage.transaction(tenant, (tx) => tx.messages.get(message.id))
      assert.equal(stored?.text, message.text)
    },
  },
  {
    name: 'a message of a conversation that does not exist is refused at the commit, not before',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const conversation = sampleConversation({ integrationId, folderId })
      const message = sampleMessage({ integrationId, conversationId: conversation.id })
      await assert.rejects(storage.transaction(tenant, (tx) => tx.messages.insert([message])))
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([message])
        await tx.conversations.insert([conversation])
      })
      const stored = await storage.transaction(tenant, (tx) => tx.messages.get(message.id))
      assert.equal(stored?.conversationId, conversation.id)
    },
  },
  {
    name: 'an outbound message shows how its delivery stands, alone and in a list',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversation = await openConversation(storage, office)
      const delivery = { state: 'ready', attempts: 0, error: null, nextAttemptAt: null } as const
      const message = sampleMessage({
        integrationId,
        conversationId: conversation.id,
        direction: 'outbound',
        delivery,
      })
      const { id } = message
      const nextAttemptAt = minute(5)
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([message])
        await tx.outbox.insert(sampleOutboxEntry({ messageId: id, integrationId }))
      })
      const fence = await storage.transaction(tenant, async (tx) => {
        assert.deepEqual((await tx.messages.get(id))?.delivery, delivery)
        assert.deepEqual(await tx.messages.find([id, randomUUID(), id]), [await tx.messages.get(id)])
        const [begun] = await tx.outbox.begin([id], 60_000)
        return begun?.fence ?? -1
      })
      await storage.transaction(tenant, async (tx) => {
        assert.equal((await tx.messages.get(id))?.delivery?.state, 'sending')
        const end = { messageId: id, fence, providerId: null, nextAttemptAt }
        await tx.outbox.settle([{ ...end, state: 'ready', error: 'busy' }])
      })
      await storage.transaction(tenant, async (tx) => {
        const shown = { state: 'ready', attempts: 1, error: 'busy', nextAttemptAt }
        assert.deepEqual((await tx.messages.get(id))?.delivery, shown)
        const page = await tx.messages.list(conversation.id, { cursor: null, limit: 10 })
        assert.deepEqual(page.items[0]?.delivery, shown)
      })
    },
  },
  {
    name: 'a conversation is read page by page, oldest message first, complete while new ones arrive',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversationId = (await openConversation(storage, office)).id
      const elsewhere = (await openConversation(storage, office)).id
      const receivedAt = [4, 2, 2, 9, 1, 2, 7, 2].map(minute)
      const messages = receivedAt.map((at) =>
        sampleMessage({ integrationId, conversationId, receivedAt: at }),
      )
      const late = sampleMessage({ integrationId, conversationId, receivedAt: minute(20) })
      const other = sampleMessage({ integrationId, conversationId: elsewhere })
      await storage.transaction(tenant, (tx) => tx.messages.insert([...messages, other]))
      const read: Message[] = []
      for await (const page of pagesOf((cursor) =>
        storage.transaction(tenant, (tx) => tx.messages.list(conversationId, { cursor, limit: 3 })),
      )) {
        if (read.length === 0) await storage.transaction(tenant, (tx) => tx.messages.insert([late]))
        read.push(...page)
      }
      const inOrder = sorted(messages.map(({ receivedAt: at, id }) => `${at.toISOString()} ${id}`))
      assert.deepEqual(
        read.map(({ receivedAt: at, id }) => `${at.toISOString()} ${id}`),
        [...inOrder, `${late.receivedAt.toISOString()} ${late.id}`],
      )
    },
  },
  {
    name: 'a full last page says that it is the last one',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversationId = (await openConversation(storage, office)).id
      const messages = [0, 1].map(() => sampleMessage({ integrationId, conversationId }))
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.messages.list(conversationId, { cursor: null, limit: 2 }), {
          items: [],
          nextCursor: null,
        })
        await tx.messages.insert(messages)
        const page = await tx.messages.list(conversationId, { cursor: null, limit: 2 })
        assert.equal(page.items.length, 2)
        assert.equal(page.nextCursor, null)
      })
    },
  },
  {
    name: 'a cursor that is broken or comes from another list is refused',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant } = office
      const { id } = await openConversation(storage, office)
      const { integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const { nextCursor: other } = await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([0, 1].map(() => sampleMessage({ integrationId, conversationId })))
        return tx.messages.list(conversationId, { cursor: null, limit: 1 })
      })
      const { nextCursor: foreign } = await storage.transaction(tenant, (tx) =>
        tx.conversations.list({}, { cursor: null, limit: 1 }),
      )
      assert.ok(foreign && other)
      const broken = Buffer.from('["x"]').toString('base64url')
      for (const cursor of [foreign, other, broken, 'nonsense', '', '{}', '\u{1F600}', "' or 1=1"]) {
        const listing = storage.transaction(tenant, (tx) => tx.messages.list(id, { cursor, limit: 1 }))
        await assert.rejects(listing, withCode('invalid-input'), `cursor ${cursor}`)
      }
    },
  },
]
