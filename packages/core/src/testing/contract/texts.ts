import assert from 'node:assert/strict'
import type { Message } from '../../model/message.ts'
import type { ContractCheck } from './check.ts'
import {
  minute,
  newTenant,
  openConversation,
  openOffice,
  sampleIntegration,
  sampleMessage,
} from './samples.ts'

export const textChecks: readonly ContractCheck[] = [
  {
    name: 'when somebody last wrote a text is known, across conversations; mails, answers and other integrations do not count',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { integrationId, tenant } = office
      const [one, two] = [await openConversation(storage, office), await openConversation(storage, office)]
      const from = { name: 'Ada', address: ' US.13491208655302741918 ' }
      const text = (at: number, changes: Partial<Message> = {}) =>
        sampleMessage({
          ...{
            integrationId,
            conversationId: one.id,
            medium: 'sms',
            from,
            receivedAt: minute(at),
            mailId: null,
          },
          ...changes,
        })
      const other = sampleIntegration()
      const last = text(5, { conversationId: two.id, medium: 'whatsapp' })
      const read = (by = tenant, address = 'us.13491208655302741918') =>
        storage.transaction(by, (tx) => tx.messages.lastTextAt(integrationId, address))
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        await tx.messages.insert([
          last,
          text(3),
          text(9, { medium: 'email' }),
          text(10, { direction: 'outbound' }),
          text(11, { integrationId: other.id }),
          text(12, { from: { name: '', address: '+33612345678' } }),
          text(13, { from: null }),
        ])
      })
      assert.deepEqual(await read(), minute(5))
      assert.deepEqual(await read(tenant, '+33612345678'), minute(12))
      assert.equal(await read(tenant, '+33612345679'), null)
      assert.equal(await read(newTenant()), null)
      await storage.transaction(tenant, (tx) => tx.messages.remove([last.id]))
      assert.deepEqual(await read(), minute(3))
      const late = [text(6, { sentAt: minute(2) }), text(7, { sentAt: minute(4) })]
      await storage.transaction(tenant, (tx) => tx.messages.insert(late))
      assert.deepEqual(await read(), minute(4))
      await storage.transaction(tenant, (tx) => tx.messages.insert([text(8, { sentAt: minute(30) })]))
      assert.deepEqual(await read(), minute(8))
    },
  },
]
