import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Arrival } from '../../model/arrival.ts'
import type { Message } from '../../model/message.ts'
import type { Storage } from '../../ports/storage.ts'
import type { ContractCheck } from './check.ts'
import {
  minute,
  newTenant,
  type Office,
  openConversation,
  openOffice,
  sampleIntegration,
  sampleMessage,
  sampleOutboxEntry,
} from './samples.ts'

async function send(storage: Storage, office: Office, changes: Partial<Message> = {}): Promise<Message> {
  const { tenant, integrationId } = office
  const { id: conversationId } = await openConversation(storage, office)
  const direction = 'outbound'
  const message = sampleMessage({ integrationId, conversationId, direction, ...changes })
  await storage.transaction(tenant, (tx) => tx.messages.insert([message]))
  return message
}

function sampleArrival(changes: Partial<Arrival> = {}): Arrival {
  return {
    recipient: 'ada@example.org',
    state: 'bounced',
    kind: 'hard',
    status: '5.1.1',
    reason: '550 é "unknown"',
    at: minute(1),
    reportId: randomUUID(),
    ...changes,
  }
}

export const arrivalChecks: readonly ContractCheck[] = [
  {
    name: 'a message we sent is found by its mail id; received ones and those of other tenants are not',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const mailId = `${randomUUID()}@example.com`
      const bcc = [{ name: '', address: 'hidden@example.org' }]
      const { id, conversationId, integrationId, to, cc, receivedAt } = await send(storage, office, {
        ...{ mailId, bcc },
      })
      await send(storage, office, { mailId: `in-${mailId}`, direction: 'inbound' })
      await storage.transaction(office.tenant, async (tx) => {
        const found = await tx.arrivals.findSent([mailId, `in-${mailId}`, 'unknown@x', mailId])
        assert.deepEqual(found, [
          { id, mailId, conversationId, integrationId, to, cc: [...cc, ...bcc], receivedAt },
        ])
        assert.deepEqual(await tx.arrivals.findSent([]), [])
      })
      const elsewhere = await storage.transaction(newTenant(), (tx) => tx.arrivals.findSent([mailId]))
      assert.deepEqual(elsewhere, [])
    },
  },
  {
    name: 'what went through the outbox is found by our id and by its provider, of this integration only, each once',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { integrationId, tenant } = office
      const providerId = `uuid "${randomUUID()}"`
      const [known, unsettled, unsent] = [
        await send(storage, office),
        await send(storage, office),
        await send(storage, office),
      ]
      const other = sampleIntegration()
      const elsewhere = await send(storage, office, { integrationId: other.id })
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        for (const message of [known, unsettled, elsewhere])
          await tx.outbox.insert(
            sampleOutboxEntry({ messageId: message.id, integrationId: message.integrationId }),
          )
      })
      for (const { id } of [known, elsewhere])
        await storage.transaction(tenant, async (tx) => {
          const [begun] = await tx.outbox.begin([id], 60_000)
          const end = { messageId: id, fence: begun?.fence ?? -1, error: null, nextAttemptAt: null }
          await tx.outbox.settle([{ ...end, state: 'sent', providerId }])
        })
      const find = (messageIds: readonly string[], providerIds: readonly string[], by = tenant) =>
        storage.transaction(by, (tx) => tx.arrivals.findSends(integrationId, { messageIds, providerIds }))
      const { id, mailId, conversationId, to, cc, receivedAt } = known
      const expected = { id, mailId, conversationId, integrationId, to, cc, receivedAt, providerId }
      assert.deepEqual(await find([], [providerId]), [expected])
      assert.deepEqual(await find([id, id], [providerId]), [expected])
      const byOurs = await find([unsettled.id, elsewhere.id, unsent.id, randomUUID()], ['unknown'])
      assert.deepEqual(
        byOurs.map((one) => [one.id, one.providerId]),
        [[unsettled.id, null]],
      )
      assert.deepEqual(await find([], []), [])
      assert.deepEqual(await find([id], [providerId], newTenant()), [])
      await storage.transaction(tenant, (tx) => tx.messages.remove([id]))
      assert.deepEqual(await find([id], [providerId]), [])
    },
  },
  {
    name: 'what was reported is shown with the message, by recipient, alone and in a list, with and without an outbox entry',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { integrationId, tenant } = office
      const plain = await send(storage, office)
      const queued = await send(storage, office)
      const [ada, bob] = [sampleArrival(), sampleArrival({ recipient: 'bob@example.org', state: 'read' })]
      await storage.transaction(tenant, async (tx) => {
        await tx.outbox.insert(sampleOutboxEntry({ messageId: queued.id, integrationId }))
        for (const { id: messageId } of [plain, queued]) {
          assert.equal((await tx.messages.get(messageId))?.arrivals, undefined)
          const arrivals = [bob, ada].map((arrival) => ({ ...arrival, messageId }))
          assert.equal((await tx.arrivals.record(arrivals)).length, 2)
        }
      })
      await storage.transaction(tenant, async (tx) => {
        for (const { id, conversationId } of [plain, queued]) {
          assert.deepEqual((await tx.messages.get(id))?.arrivals, [ada, bob])
          const { items } = await tx.messages.list(conversationId, { cursor: null, limit: 10 })
          assert.deepEqual(items[0]?.arrivals, [ada, bob])
        }
        assert.equal((await tx.messages.get(queued.id))?.delivery?.state, 'ready')
      })
    },
  },
  {
    name: 'of two reports about one recipient the stronger stays in either order, of equals the later',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const weakestFirst = ['delayed', 'delivered', 'read', 'bounced', 'complained'] as const
      const known = async (first: Partial<Arrival>, second: Partial<Arrival>) => {
        const { id: messageId } = await send(storage, office)
        const record = (changes: Partial<Arrival>) =>
          storage.transaction(office.tenant, (tx) =>
            tx.arrivals.record([{ ...sampleArrival(changes), messageId }]),
          )
        assert.equal((await record(first)).length, 1)
        const changed = (await record(second)).length
        const message = await storage.transaction(office.tenant, (tx) => tx.messages.get(messageId))
        return [message?.arrivals?.[0]?.state, message?.arrivals?.[0]?.at.getTime(), changed]
      }
      const [early, late] = [minute(1), minute(2)]
      for (const [index, weaker] of weakestFirst.slice(0, -1).entries()) {
        const stronger = weakestFirst[index + 1] ?? weaker
        assert.deepEqual(await known({ state: weaker, at: late }, { state: stronger, at: early }), [
          stronger,
          early.getTime(),
          1,
        ])
        assert.deepEqual(await known({ state: stronger, at: early }, { state: weaker, at: late }), [
          stronger,
          early.getTime(),
          0,
        ])
      }
      assert.deepEqual(await known({ at: early }, { at: late }), ['bounced', late.getTime(), 1])
      assert.deepEqual(await known({ at: late }, { at: early }), ['bounced', late.getTime(), 0])
    },
  },
  {
    name: 'what a transaction that fails has recorded about a message is gone',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { id: messageId } = await send(storage, office)
      const failing = storage.transaction(office.tenant, async (tx) => {
        await tx.arrivals.record([{ ...sampleArrival(), messageId }])
        throw new Error('changed my mind')
      })
      await assert.rejects(failing)
      const message = await storage.transaction(office.tenant, (tx) => tx.messages.get(messageId))
      assert.equal(message?.arrivals, undefined)
    },
  },
]
