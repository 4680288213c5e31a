import assert from 'node:assert/strict'
import { type ContractCheck, sorted } from './check.ts'
import { minute, openConversation, openOffice, sampleConversation, sampleIntegration } from './samples.ts'

export const threadChecks: readonly ContractCheck[] = [
  {
    name: 'mail ids lead to the conversation they were seen in, in their integration only',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const other = sampleIntegration()
      const own = { mailId: 'own@x', conversationId, isOwn: true, isIssued: false }
      const phantom = { mailId: 'phantom@x', conversationId, isOwn: false, isIssued: false }
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        await tx.threads.record(integrationId, [own, phantom, phantom], [])
      })
      await storage.transaction(tenant, async (tx) => {
        const wanted = ['phantom@x', 'own@x', 'unknown@x', 'own@x']
        const found = await tx.threads.find(integrationId, wanted)
        assert.deepEqual(
          found.toSorted((a, b) => a.mailId.localeCompare(b.mailId)),
          [own, phantom],
        )
        assert.deepEqual(await tx.threads.find(other.id, wanted), [])
      })
    },
  },
  {
    name: 'a known mail id stays where it is; seen as a message, it stops being a phantom',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: first } = await openConversation(storage, office)
      const { id: second } = await openConversation(storage, office)
      const seen = (conversationId: string, isOwn: boolean) =>
        storage.transaction(tenant, async (tx) => {
          await tx.threads.record(
            integrationId,
            [{ mailId: 'a@x', conversationId, isOwn, isIssued: false }],
            [],
          )
          return tx.threads.find(integrationId, ['a@x'])
        })
      assert.deepEqual(await seen(first, false), [
        { mailId: 'a@x', conversationId: first, isOwn: false, isIssued: false },
      ])
      assert.deepEqual(await seen(second, false), [
        { mailId: 'a@x', conversationId: first, isOwn: false, isIssued: false },
      ])
      assert.deepEqual(await seen(second, true), [
        { mailId: 'a@x', conversationId: second, isOwn: true, isIssued: false },
      ])
      assert.deepEqual(await seen(first, true), [
        { mailId: 'a@x', conversationId: second, isOwn: true, isIssued: false },
      ])
      assert.deepEqual(await seen(first, false), [
        { mailId: 'a@x', conversationId: second, isOwn: true, isIssued: false },
      ])
    },
  },
  {
    name: 'a phantom and its own message in one batch end as own',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const found = await storage.transaction(tenant, async (tx) => {
        const phantom = { mailId: 'a@x', conversationId, isOwn: false, isIssued: false }
        await tx.threads.record(integrationId, [phantom, { ...phantom, isOwn: true }, phantom], [])
        return tx.threads.find(integrationId, ['a@x'])
      })
      assert.deepEqual(found, [{ mailId: 'a@x', conversationId, isOwn: true, isIssued: false }])
    },
  },
  {
    name: 'participants are kept once per conversation',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: first } = await openConversation(storage, office)
      const { id: second } = await openConversation(storage, office)
      const ada = { conversationId: first, address: 'ada@example.org' }
      const list = { conversationId: first, address: 'list:news.example.org' }
      const bob = { conversationId: second, address: 'bob@example.org' }
      await storage.transaction(tenant, async (tx) => {
        await tx.threads.record(integrationId, [], [ada, bob, ada])
        await tx.threads.record(integrationId, [], [ada, list])
      })
      await storage.transaction(tenant, async (tx) => {
        const both = await tx.threads.participants([first, second])
        const names = both.map(({ conversationId, address }) => `${conversationId} ${address}`)
        const expected = [ada, list, bob].map(({ conversationId, address }) => `${conversationId} ${address}`)
        assert.deepEqual(sorted(names), sorted(expected))
        assert.deepEqual(await tx.threads.participants([second]), [bob])
      })
    },
  },
  {
    name: 'the same reference recorded by two transactions at once leads to one conversation',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversations = [await openConversation(storage, office), await openConversation(storage, office)]
      const mailIds = Array.from({ length: 30 }, (_, index) => `m${index}@x`)
      await Promise.all(
        conversations.map(({ id }, index) => {
          const ordered = index === 0 ? mailIds : mailIds.toReversed()
          const links = ordered.map((mailId) => ({
            mailId,
            conversationId: id,
            isOwn: false,
            isIssued: false,
          }))
          const people = ordered.map((address) => ({ conversationId: id, address }))
          return storage.transaction(tenant, (tx) => tx.threads.record(integrationId, links, people))
        }),
      )
      const found = await storage.transaction(tenant, (tx) => tx.threads.find(integrationId, mailIds))
      assert.deepEqual(sorted(found.map(({ mailId }) => mailId)), sorted(mailIds))
    },
  },
  {
    name: 'a subject finds active conversations of that integration with that participant, and no others',
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
      const otherSubject = { ...sampleConversation(recent), baseSubject: 'devis' }
      const stranger = sampleConversation(recent)
      const withAda = [wanted, resolved, tooOld, archived, spam, elsewhere, otherSubject]
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        await tx.conversations.insert([...withAda, stranger])
        for (const { id, integrationId: owner } of withAda) {
          await tx.threads.record(owner, [], [{ conversationId: id, address: 'ada@example.org' }])
        }
        await tx.threads.record(
          integrationId,
          [],
          [{ conversationId: stranger.id, address: 'bob@example.org' }],
        )
      })
      const found = await storage.transaction(tenant, (tx) =>
        tx.threads.findBySubject(
          integrationId,
          [
            { baseSubject: 'facture', address: 'ada@example.org' },
            { baseSubject: 'devis', address: 'ada@example.org' },
            { baseSubject: 'devis', address: 'bob@example.org' },
          ],
          minute(5),
        ),
      )
      const matches = found.map((it) => `${it.conversationId} ${it.baseSubject} ${it.address}`)
      assert.deepEqual(
        sorted(matches),
        sorted([
          `${wanted.id} facture ada@example.org`,
          `${resolved.id} facture ada@example.org`,
          `${otherSubject.id} devis ada@example.org`,
        ]),
      )
    },
  },
  {
    name: 'an empty subject finds nothing',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office, { baseSubject: '' })
      const wanted = [{ baseSubject: '', address: 'ada@example.org' }]
      await storage.transaction(tenant, async (tx) => {
        await tx.threads.record(integrationId, [], [{ conversationId, address: 'ada@example.org' }])
        assert.deepEqual(await tx.threads.findBySubject(integrationId, wanted, minute(0)), [])
      })
    },
  },
  {
    name: 'changing a conversation keeps the subject it is found by',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversation = await openConversation(storage, office, { baseSubject: 'facture' })
      const person = { conversationId: conversation.id, address: 'ada@example.org' }
      const wanted = [{ baseSubject: 'facture', address: person.address }]
      await storage.transaction(tenant, async (tx) => {
        await tx.threads.record(integrationId, [], [person])
        await tx.conversations.update([{ ...conversation, subject: 'Tout autre chose', version: 2 }])
      })
      const found = await storage.transaction(tenant, (tx) =>
        tx.threads.findBySubject(integrationId, wanted, minute(0)),
      )
      assert.equal(found[0]?.conversationId, conversation.id)
    },
  },
]
