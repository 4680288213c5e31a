import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type ContractCheck, createGate } from './check.ts'
import { minute, openConversation, openOffice, sampleMessage } from './samples.ts'

export const threadChangeChecks: readonly ContractCheck[] = [
  {
    name: 'an id that we gave out stays one, whoever is seen using it',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const { id: other } = await openConversation(storage, office)
      const seen = { mailId: 'a@x', conversationId, isOwn: true, isIssued: false }
      const issued = { ...seen, isIssued: true }
      const record = (link: typeof seen) =>
        storage.transaction(tenant, async (tx) => {
          await tx.threads.record(integrationId, [link], [])
          return tx.threads.find(integrationId, ['a@x'])
        })
      assert.deepEqual(await record(seen), [seen])
      assert.deepEqual(await record({ ...issued, conversationId: other }), [issued])
      assert.deepEqual(await record({ ...seen, conversationId: other }), [issued])
      const both = await storage.transaction(tenant, async (tx) => {
        const link = { ...issued, mailId: 'b@x' }
        await tx.threads.record(integrationId, [{ ...link, isIssued: false }, link], [])
        return tx.threads.find(integrationId, ['b@x'])
      })
      assert.deepEqual(both, [{ ...issued, mailId: 'b@x' }])
    },
  },
  {
    name: 'conversations tell how old they are and what they were about, in their integration only',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const moments = { firstMessageAt: minute(1), lastMessageAt: minute(9) }
      const conversation = await openConversation(storage, office, {
        subject: 'Devis',
        status: 'resolved',
        ...moments,
      })
      const { id: conversationId, lastMessageId } = conversation
      const latest = { id: lastMessageId, conversationId, integrationId, subject: 'Re: Devis, suite' }
      const bare = await openConversation(storage, office, { subject: 'Facture' })
      await storage.transaction(tenant, (tx) => tx.messages.insert([sampleMessage(latest)]))
      await storage.transaction(tenant, async (tx) => {
        const wanted = [conversationId, bare.id, randomUUID(), bare.id]
        const found = await tx.threads.conversations(integrationId, wanted)
        const subjects = ['Devis', 'Re: Devis, suite']
        assert.deepEqual(
          found.find((it) => it.conversationId === conversationId),
          { conversationId, status: 'resolved', subjects, ...moments },
        )
        assert.deepEqual(found.find((it) => it.conversationId === bare.id)?.subjects, ['Facture', 'Facture'])
        assert.equal(found.length, 2)
        assert.deepEqual(await tx.threads.conversations(randomUUID(), wanted), [])
      })
    },
  },
  {
    name: 'ids can be made to lead elsewhere, and participants can leave',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: here } = await openConversation(storage, office)
      const { id: there } = await openConversation(storage, office)
      const link = { mailId: 'a@x', conversationId: here, isOwn: true, isIssued: false }
      const people = ['ada@x', 'bob@x'].map((address) => ({ conversationId: here, address }))
      await storage.transaction(tenant, async (tx) => {
        await tx.threads.record(integrationId, [link, { ...link, mailId: 'b@x' }], people)
        await tx.threads.lead(integrationId, ['a@x', 'unknown@x'], there)
        await tx.threads.removeParticipants([{ conversationId: here, address: 'ada@x' }])
      })
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.threads.find(integrationId, ['a@x', 'unknown@x']), [
          { ...link, conversationId: there },
        ])
        assert.deepEqual((await tx.threads.find(integrationId, ['b@x']))[0]?.conversationId, here)
        assert.deepEqual(await tx.threads.participants([here, there]), [
          { conversationId: here, address: 'bob@x' },
        ])
      })
    },
  },
  {
    name: 'a conversation that a message may join cannot be taken away before the message is in it',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const message = sampleMessage({ integrationId, conversationId })
      const [isLooking, isTakingAway] = [createGate(), createGate()]
      const joining = storage.transaction(tenant, async (tx) => {
        await tx.threads.conversations(integrationId, [conversationId])
        isLooking.open()
        await isTakingAway.wait(300)
        await tx.messages.insert([message])
      })
      await isLooking.wait(5000)
      const seen = storage.transaction(tenant, async (tx) => {
        isTakingAway.open()
        await tx.conversations.getForUpdate([conversationId])
        return (await tx.messages.list(conversationId, { cursor: null, limit: 10 })).items
      })
      await joining
      assert.deepEqual(
        (await seen).map(({ id }) => id),
        [message.id],
      )
    },
  },
]
