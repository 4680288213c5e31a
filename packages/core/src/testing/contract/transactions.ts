import assert from 'node:assert/strict'
import { GuichetError } from '../../errors.ts'
import { type ContractCheck, eventually, withCode } from './check.ts'
import {
  newTenant,
  openConversation,
  openOffice,
  sampleCandidate,
  sampleConversation,
  sampleEvent,
  sampleFolder,
  sampleIntegration,
  sampleMessage,
} from './samples.ts'

export const transactionChecks: readonly ContractCheck[] = [
  {
    name: 'migrating again, also twice at once, changes nothing',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      await Promise.all([storage.migrate(), storage.migrate()])
      const integration = await storage.transaction(tenant, (tx) => tx.integrations.get(integrationId))
      assert.equal(integration?.id, integrationId)
    },
  },
  {
    name: 'a transaction knows its tenant and returns what its work returned',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      assert.equal(await storage.transaction(tenant, async (tx) => tx.tenant), tenant)
    },
  },
  {
    name: 'a failing transaction leaves nothing behind and passes its error on',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const kept = await openConversation(storage, office)
      const conversation = sampleConversation({ integrationId, folderId })
      const message = sampleMessage({ integrationId, conversationId: conversation.id })
      const start = await storage.transaction(tenant, (tx) => tx.events.after(null, 10))
      const failing = storage.transaction(tenant, async (tx) => {
        await tx.conversations.insert([conversation])
        await tx.conversations.update([{ ...kept, status: 'resolved', version: 2 }])
        await tx.messages.claim(integrationId, [{ externalId: 'x', messageId: message.id }])
        await tx.messages.insert([message])
        await tx.contacts.resolve([sampleCandidate('ada@example.org')])
        await tx.threads.record(
          integrationId,
          [{ mailId: 'a@x', conversationId: kept.id, isOwn: true, isIssued: false }],
          [{ conversationId: kept.id, address: 'ada@example.org' }],
        )
        await tx.integrations.setCursor(integrationId, { source: 'INBOX', value: 1 })
        await tx.folders.insertMissing([sampleFolder({ key: 'late' })])
        await tx.events.append([sampleEvent()])
        throw new GuichetError('forbidden', 'no')
      })
      await assert.rejects(failing, withCode('forbidden'))
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.conversations.get(conversation.id), null)
        assert.deepEqual(await tx.conversations.get(kept.id), kept)
        assert.equal(await tx.messages.get(message.id), null)
        assert.deepEqual(await tx.threads.find(integrationId, ['a@x']), [])
        assert.deepEqual(await tx.threads.participants([kept.id]), [])
        assert.deepEqual(await tx.integrations.cursors(integrationId), [])
        assert.equal((await tx.folders.list()).length, 1)
        assert.equal((await tx.folders.counts()).get(folderId)?.new, 1)
        assert.deepEqual((await tx.events.after(start.position, 10)).events, [])
        const candidate = sampleCandidate('ada@example.org')
        const contact = (await tx.contacts.resolve([candidate])).get('ada@example.org')
        assert.equal(contact?.id, candidate.id)
        const owners = await tx.messages.claim(integrationId, [{ externalId: 'x', messageId: kept.id }])
        assert.equal(owners.get('x'), kept.id)
      })
    },
  },
  {
    name: 'a caller who edits what it gave or got does not edit what is stored',
    async run(open) {
      const storage = await open()
      const { tenant } = await openOffice(storage)
      const settings = { host: 'imap.example.org', labels: ['a'] }
      const integration = sampleIntegration({ settings })
      const read = () => storage.transaction(tenant, (tx) => tx.integrations.get(integration.id))
      await storage.transaction(tenant, (tx) => tx.integrations.insert(integration))
      settings.labels.push('b')
      const first = await read()
      first?.createdAt.setFullYear(1999)
      const second = await read()
      assert.deepEqual(second?.settings, { host: 'imap.example.org', labels: ['a'] })
      assert.equal(second?.createdAt.getUTCFullYear(), 2026)
    },
  },
  {
    name: 'verbs that take many take none, and several hundred',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversation = await openConversation(storage, office)
      const conversationId = conversation.id
      await storage.transaction(tenant, async (tx) => {
        assert.equal((await tx.messages.claim(integrationId, [])).size, 0)
        await tx.sources.locate(integrationId, [])
        await tx.messages.insert([])
        assert.deepEqual(await tx.threads.find(integrationId, []), [])
        assert.deepEqual(await tx.threads.findBySubject(integrationId, [], new Date(0)), [])
        assert.deepEqual(await tx.threads.participants([]), [])
        await tx.threads.record(integrationId, [], [])
        await tx.conversations.insert([])
        await tx.conversations.update([])
        assert.deepEqual(await tx.conversations.getForUpdate([]), [])
        assert.equal((await tx.contacts.resolve([])).size, 0)
        await tx.folders.insertMissing([])
        await tx.events.append([])
        await tx.enqueue([])
      })
      const messages = Array.from({ length: 600 }, () => sampleMessage({ integrationId, conversationId }))
      await storage.transaction(tenant, async (tx) => {
        const claims = messages.map(({ externalId, id }) => ({ externalId, messageId: id }))
        assert.equal((await tx.messages.claim(integrationId, claims)).size, 600)
        await tx.messages.insert(messages)
        const people = messages.map(({ id }) => sampleCandidate(`${id}@example.org`))
        assert.equal((await tx.contacts.resolve(people)).size, 600)
        const links = messages.map(({ id }) => ({ mailId: id, conversationId, isOwn: true, isIssued: false }))
        const members = messages.map(({ id }) => ({ conversationId, address: `${id}@example.org` }))
        await tx.threads.record(integrationId, links, members)
        const found = await tx.threads.find(
          integrationId,
          messages.map(({ id }) => id),
        )
        assert.equal(found.length, 600)
        await tx.events.append(messages.map(({ id }) => sampleEvent({ messageId: id })))
      })
      const page = await storage.transaction(tenant, (tx) =>
        tx.messages.list(conversationId, { cursor: null, limit: 1000 }),
      )
      assert.equal(page.items.length, 600)
    },
  },
  {
    name: 'a commit that changed something is announced for its tenant; a rolled-back one is not',
    async run(open) {
      const storage = await open()
      const { tenant } = await openOffice(storage)
      const { tenant: failing } = await openOffice(storage)
      const heard: string[] = []
      const stop = await storage.onCommit((changed) => heard.push(changed))
      await assert.rejects(
        storage.transaction(failing, async (tx) => {
          await tx.events.append([sampleEvent()])
          throw new GuichetError('forbidden', 'no')
        }),
      )
      await storage.transaction(tenant, (tx) => tx.events.append([sampleEvent()]))
      await eventually('the commit to be announced', async () => (heard.includes(tenant) ? true : null))
      assert.equal(heard.includes(failing), false)
      stop()
      heard.length = 0
      const again = await storage.onCommit((changed) => changed === tenant && heard.push('second listener'))
      await storage.transaction(tenant, (tx) => tx.events.append([sampleEvent()]))
      await eventually('the second commit to be announced', async () => (heard.length > 0 ? true : null))
      again()
      assert.equal(heard.includes(tenant), false)
    },
  },
]
