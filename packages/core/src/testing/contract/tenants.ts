import assert from 'node:assert/strict'
import { type ContractCheck, withCode } from './check.ts'
import {
  newTenant,
  openConversation,
  openOffice,
  sampleCandidate,
  sampleEvent,
  sampleFolder,
  sampleIntegration,
  sampleMessage,
  sampleOutboxEntry,
} from './samples.ts'

export const tenantChecks: readonly ContractCheck[] = [
  {
    name: 'what one tenant has does not exist for another tenant that knows its ids',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const conversation = await openConversation(storage, office)
      const message = sampleMessage({ integrationId, conversationId: conversation.id, direction: 'outbound' })
      const entry = sampleOutboxEntry({ messageId: message.id, integrationId })
      const contact = sampleCandidate('ada@example.org')
      const link = { mailId: 'a@x', conversationId: conversation.id, isOwn: true, isIssued: false }
      const person = { conversationId: conversation.id, address: 'ada@example.org' }
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([message])
        await tx.outbox.insert(entry)
        await tx.contacts.resolve([contact])
        await tx.threads.record(integrationId, [link], [person])
        await tx.keys.insert({ id: 'key-1', hostKeyId: 'host', wrapped: 'w', createdAt: entry.createdAt })
        await tx.integrations.setCursor(integrationId, { source: 'INBOX', value: 1 })
        await tx.events.append([sampleEvent()])
      })
      const page = { cursor: null, limit: 10 }
      await storage.transaction(newTenant(), async (tx) => {
        assert.equal(await tx.integrations.get(integrationId), null)
        assert.deepEqual(await tx.integrations.list(), [])
        assert.deepEqual(await tx.integrations.cursors(integrationId), [])
        assert.equal(await tx.conversations.get(conversation.id), null)
        assert.deepEqual(await tx.conversations.getForUpdate([conversation.id]), [])
        assert.deepEqual((await tx.conversations.list({}, page)).items, [])
        assert.equal(await tx.messages.get(message.id), null)
        assert.deepEqual((await tx.messages.list(conversation.id, page)).items, [])
        assert.deepEqual(await tx.threads.find(integrationId, ['a@x']), [])
        assert.deepEqual(await tx.threads.participants([conversation.id]), [])
        assert.equal(await tx.contacts.get(contact.id), null)
        assert.equal(await tx.folders.get(folderId), null)
        assert.deepEqual(await tx.folders.list(), [])
        assert.equal((await tx.folders.counts()).size, 0)
        assert.equal(await tx.outbox.get(message.id), null)
        assert.equal(await tx.outbox.findByIdempotencyKey(entry.idempotencyKey), null)
        assert.deepEqual(await tx.outbox.begin([message.id], 1000), [])
        assert.deepEqual(await tx.outbox.find([message.id]), [])
        assert.deepEqual(await tx.messages.find([message.id]), [])
        assert.deepEqual(await tx.keys.list(), [])
      })
    },
  },
  {
    name: 'one tenant cannot change or remove what another tenant has',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const conversation = await openConversation(storage, office)
      const stranger = newTenant()
      // Whether such a call fails or does nothing is not promised where the port does not say so.
      await Promise.allSettled([
        storage.transaction(stranger, (tx) => tx.conversations.update([{ ...conversation, status: 'spam' }])),
        storage.transaction(stranger, (tx) =>
          tx.integrations.update(sampleIntegration({ id: integrationId, name: 'stolen' })),
        ),
        storage.transaction(stranger, (tx) =>
          tx.folders.update(sampleFolder({ id: folderId, name: 'stolen' })),
        ),
        storage.transaction(stranger, (tx) => tx.folders.remove(folderId)),
        storage.transaction(stranger, (tx) => tx.folders.moveConversations(folderId, sampleFolder().id)),
      ])
      const removing = storage.transaction(stranger, (tx) => tx.integrations.remove(integrationId))
      await assert.rejects(removing, withCode('not-found'))
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.conversations.get(conversation.id), conversation)
        assert.equal((await tx.integrations.get(integrationId))?.name, 'Support')
        assert.equal((await tx.folders.get(folderId))?.name, 'inbox')
      })
    },
  },
  {
    name: 'two tenants may use the same external ids, addresses, folder keys and idempotency keys',
    async run(open) {
      const storage = await open()
      for (const office of [await openOffice(storage), await openOffice(storage)]) {
        const { tenant, integrationId } = office
        const conversation = await openConversation(storage, office)
        const message = sampleMessage({
          integrationId,
          conversationId: conversation.id,
          direction: 'outbound',
        })
        const candidate = sampleCandidate('ada@example.org')
        const idempotencyKey = 'the same'
        await storage.transaction(tenant, async (tx) => {
          const claims = [{ externalId: 'the same', messageId: message.id }]
          assert.equal((await tx.messages.claim(integrationId, claims)).get('the same'), message.id)
          const contacts = await tx.contacts.resolve([candidate])
          assert.equal(contacts.get('ada@example.org')?.id, candidate.id)
          await tx.messages.insert([message])
          await tx.outbox.insert(sampleOutboxEntry({ messageId: message.id, integrationId, idempotencyKey }))
        })
      }
    },
  },
]
