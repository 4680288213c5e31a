import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Conversation } from '../../model/conversation.ts'
import type { ConversationFilter } from '../../ports/records.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, pagesOf, sorted, withCode } from './check.ts'
import {
  minute,
  openConversation,
  openOffice,
  sampleCandidate,
  sampleConversation,
  sampleFolder,
  sampleIntegration,
  sampleMessage,
} from './samples.ts'

async function listIds(
  storage: Storage,
  tenant: string,
  filter: ConversationFilter,
): Promise<readonly string[]> {
  const page = await storage.transaction(tenant, (tx) =>
    tx.conversations.list(filter, { cursor: null, limit: 100 }),
  )
  return page.items.map(({ id }) => id)
}

export const conversationChecks: readonly ContractCheck[] = [
  {
    name: 'a conversation reads exactly as it was written',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const candidate = sampleCandidate('ada@example.org')
      await storage.transaction(office.tenant, (tx) => tx.contacts.resolve([candidate]))
      const conversation = await openConversation(storage, office, {
        contactId: candidate.id,
        subject: 'Ré: "Facture" 👩‍👩‍👧',
        status: 'resolved',
        priority: 'urgent',
        assigneeId: 'person-1',
        verdict: 'bulk',
        messageCount: 12,
        possiblyRelated: randomUUID(),
        lastMessageAt: new Date('2026-11-02T08:00:00.123Z'),
        version: 7,
      })
      await storage.transaction(office.tenant, async (tx) => {
        assert.deepEqual(await tx.conversations.get(conversation.id), conversation)
        assert.equal(await tx.conversations.get(randomUUID()), null)
        const { items } = await tx.conversations.list({}, { cursor: null, limit: 5 })
        assert.deepEqual(items, [conversation])
      })
    },
  },
  {
    name: 'an update replaces everything but id, integration, medium and creation',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const conversation = await openConversation(storage, office)
      const candidate = sampleCandidate('ada@example.org')
      const changed: Conversation = {
        ...conversation,
        contactId: candidate.id,
        subject: 'Devis',
        status: 'open',
        priority: 'urgent',
        assigneeId: 'person-1',
        verdict: 'auto-reply',
        messageCount: 2,
        snippet: 'Merci',
        firstMessageAt: minute(-5),
        lastMessageAt: minute(5),
        lastMessageId: randomUUID(),
        contactName: 'Bob',
        possiblyRelated: randomUUID(),
        version: 2,
      }
      await storage.transaction(office.tenant, async (tx) => {
        await tx.contacts.resolve([candidate])
        await tx.conversations.update([
          { ...changed, integrationId: randomUUID(), medium: 'sms', createdAt: minute(99) },
        ])
      })
      await storage.transaction(office.tenant, async (tx) => {
        assert.deepEqual(await tx.conversations.get(conversation.id), changed)
      })
    },
  },
  {
    name: 'a conversation that does not exist cannot be updated',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const unknown = sampleConversation({ integrationId, folderId })
      const updating = storage.transaction(tenant, (tx) => tx.conversations.update([unknown]))
      await assert.rejects(updating, withCode('not-found'))
    },
  },
  {
    name: 'conversations are locked in the order of their ids and missing ones are left out',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const [first, second] = [
        await openConversation(storage, office),
        await openConversation(storage, office),
      ]
      await storage.transaction(office.tenant, async (tx) => {
        const ids = [second.id, randomUUID(), first.id]
        assert.deepEqual(await tx.conversations.getForUpdate(ids), [second, first])
        assert.deepEqual(await tx.conversations.getForUpdate([first.id, second.id]), [first, second])
      })
    },
  },
  {
    name: 'changes of one conversation by many transactions at once are all kept',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { id } = await openConversation(storage, office, { messageCount: 0 })
      const other = await openConversation(storage, office, { messageCount: 0 })
      const countOne = (ids: readonly string[]) =>
        storage.transaction(office.tenant, async (tx) => {
          const locked = await tx.conversations.getForUpdate(ids)
          await tx.conversations.update(locked.map((it) => ({ ...it, messageCount: it.messageCount + 1 })))
        })
      // Opposite orders: locks that are taken as given would wait for each other.
      await Promise.all(
        Array.from({ length: 8 }, (_, index) => countOne(index % 2 === 0 ? [id, other.id] : [other.id, id])),
      )
      await storage.transaction(office.tenant, async (tx) => {
        assert.equal((await tx.conversations.get(id))?.messageCount, 8)
        assert.equal((await tx.conversations.get(other.id))?.messageCount, 8)
      })
    },
  },
  {
    name: 'a list shows what its filters ask for, and only that',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, folderId, integrationId } = office
      const folder = sampleFolder()
      const integration = sampleIntegration()
      const contact = sampleCandidate('ada@example.org')
      await storage.transaction(tenant, async (tx) => {
        await tx.folders.insertMissing([folder])
        await tx.integrations.insert(integration)
        await tx.contacts.resolve([contact])
      })
      const plain = await openConversation(storage, office)
      const filed = await openConversation(storage, office, { folderId: folder.id })
      const other = await openConversation(storage, office, { integrationId: integration.id })
      const known = await openConversation(storage, office, { contactId: contact.id, status: 'open' })
      const urgent = await openConversation(storage, office, { priority: 'urgent', status: 'open' })
      const bulk = await openConversation(storage, office, { verdict: 'bulk', status: 'archived' })
      const everything = [plain, filed, other, known, urgent, bulk]
      const expectations: readonly (readonly [ConversationFilter, readonly Conversation[]])[] = [
        [{}, everything],
        [{ folderId: folder.id }, [filed]],
        [{ folderId }, [plain, other, known, urgent, bulk]],
        [{ integrationId: integration.id }, [other]],
        [{ integrationId, statuses: ['new'] }, [plain, filed]],
        [{ contactId: contact.id }, [known]],
        [{ statuses: ['open', 'archived'] }, [known, urgent, bulk]],
        [{ verdicts: ['bulk', 'bounce'] }, [bulk]],
        [{ urgentOnly: true }, [urgent]],
        [{ urgentOnly: false }, everything],
        [{ urgentOnly: true, statuses: ['new'] }, []],
        [{ contactId: randomUUID() }, []],
      ]
      for (const [filter, expected] of expectations) {
        const found = await listIds(storage, tenant, filter)
        const wanted = expected.map(({ id }) => id)
        assert.deepEqual(sorted(found), sorted(wanted), JSON.stringify(filter))
      }
    },
  },
  {
    name: 'the latest activity comes first, page by page, complete while others become active',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const conversations = [3, 1, 3, 3, 8, 2, 3].map((at) =>
        sampleConversation({ integrationId, folderId, lastMessageAt: minute(at) }),
      )
      await storage.transaction(tenant, (tx) => tx.conversations.insert(conversations))
      const read: Conversation[] = []
      for await (const page of pagesOf((cursor) =>
        storage.transaction(tenant, (tx) => tx.conversations.list({ folderId }, { cursor, limit: 2 })),
      )) {
        read.push(...page)
        const newer = sampleConversation({ integrationId, folderId, lastMessageAt: minute(30) })
        await storage.transaction(tenant, (tx) => tx.conversations.insert([newer]))
      }
      const ids = (list: readonly Conversation[]) => sorted(list.map(({ id }) => id))
      assert.deepEqual(ids(read), ids(conversations))
      const minutes = read.map(
        ({ lastMessageAt }) => (lastMessageAt.getTime() - minute(0).getTime()) / 60_000,
      )
      assert.deepEqual(minutes, [8, 3, 3, 3, 3, 2, 1])
    },
  },
  {
    name: 'a list of conversations refuses a broken cursor and one of a list of messages',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const { nextCursor: foreign } = await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([0, 1].map(() => sampleMessage({ integrationId, conversationId })))
        return tx.messages.list(conversationId, { cursor: null, limit: 1 })
      })
      assert.ok(foreign)
      for (const cursor of [foreign, 'nonsense', '', 'bnVsbA']) {
        const listing = storage.transaction(tenant, (tx) => tx.conversations.list({}, { cursor, limit: 1 }))
        await assert.rejects(listing, withCode('invalid-input'), `cursor ${cursor}`)
      }
    },
  },
]
