import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type ContractCheck, sorted } from './check.ts'
import { minute, openOffice, sampleConversation, sampleIntegration } from './samples.ts'

export const threadByAddressChecks: readonly ContractCheck[] = [
  {
    name: 'an address finds active conversations of that integration with it, and no others',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const other = sampleIntegration()
      const recent = { integrationId, folderId, lastMessageAt: minute(10) }
      const wanted = sampleConversation(recent)
      const resolved = sampleConversation({ ...recent, status: 'resolved', lastMessageAt: minute(5) })
      const tooOld = sampleConversation({ ...recent, lastMessageAt: minute(4) })
      const archived = sampleConversation({ ...recent, status: 'archived' })
      const spam = sampleConversation({ ...recent, status: 'spam' })
      const elsewhere = sampleConversation({ ...recent, integrationId: other.id })
      const withPaul = sampleConversation(recent)
      const withAda = [wanted, resolved, tooOld, archived, spam, elsewhere]
      const ada = '+33612345678'
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        await tx.conversations.insert([...withAda, withPaul])
        for (const { id, integrationId: owner } of withAda)
          await tx.threads.record(owner, [], [{ conversationId: id, address: ada }])
        const paul = [
          { conversationId: withPaul.id, address: '+33687654321' },
          { conversationId: wanted.id, address: '+33687654321' },
        ]
        await tx.threads.record(integrationId, [], paul)
      })
      const find = (...addresses: string[]) =>
        storage.transaction(tenant, async (tx) => {
          const found = await tx.threads.findByAddress(integrationId, addresses, minute(5))
          return sorted(found.map(({ conversationId, address }) => `${conversationId} ${address}`))
        })
      assert.deepEqual(await find(ada, ada), sorted([`${wanted.id} ${ada}`, `${resolved.id} ${ada}`]))
      assert.deepEqual(
        await find(ada, '+33687654321'),
        sorted([
          ...[wanted, resolved].map(({ id }) => `${id} ${ada}`),
          ...[wanted, withPaul].map(({ id }) => `${id} +33687654321`),
        ]),
      )
      assert.deepEqual(await find('+33600000000'), [])
      assert.deepEqual(await find(), [])
    },
  },
  {
    name: 'an address finds the 20 conversations that were active last',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const conversations = Array.from({ length: 23 }, (_, index) =>
        sampleConversation({ integrationId, folderId, lastMessageAt: minute(index) }),
      )
      await storage.transaction(tenant, async (tx) => {
        await tx.conversations.insert(conversations)
        await tx.threads.record(
          integrationId,
          [],
          conversations.map(({ id }) => ({ conversationId: id, address: '+33612345678' })),
        )
      })
      const found = await storage.transaction(tenant, (tx) =>
        tx.threads.findByAddress(integrationId, ['+33612345678'], minute(0)),
      )
      assert.deepEqual(
        sorted(found.map(({ conversationId }) => conversationId)),
        sorted(conversations.slice(3).map(({ id }) => id)),
      )
    },
  },
  {
    name: 'whoever holds the contact of an address finds the conversation that another one opened with it just now',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId, folderId } = await openOffice(storage)
      const address = '+33612345678'
      const place = () =>
        storage.transaction(tenant, async (tx) => {
          const person = { id: randomUUID(), addressKey: address, name: '', createdAt: minute(0) }
          await tx.contacts.resolve([person])
          const [known] = await tx.threads.findByAddress(integrationId, [address], minute(0))
          if (known !== undefined) return known.conversationId
          const opened = sampleConversation({ integrationId, folderId, lastMessageAt: minute(1) })
          await tx.conversations.insert([opened])
          await tx.threads.record(integrationId, [], [{ conversationId: opened.id, address }])
          return opened.id
        })
      const placed = await Promise.all(Array.from({ length: 8 }, place))
      assert.equal(new Set(placed).size, 1)
    },
  },
]
