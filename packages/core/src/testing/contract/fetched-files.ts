import assert from 'node:assert/strict'
import type { Attachment, FetchState } from '../../model/message.ts'
import type { ContractCheck } from './check.ts'
import { openConversation, openOffice, sampleMessage } from './samples.ts'

const plain: Attachment = { name: 'a', contentType: 'text/plain', size: 1, contentId: null, inline: false }
const file = (state: FetchState['state'], facts: Partial<Attachment> = {}): Attachment => ({
  ...{ ...plain, ...facts },
  fetched: { state, blobKey: state === 'stored' ? 'acme/1' : null, error: null },
})

export const fetchedFileChecks: readonly ContractCheck[] = [
  {
    name: 'a file of a message is replaced while it is in the state that was expected, and the others stay',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const attachments = [plain, file('waiting'), file('waiting')]
      const message = sampleMessage({ integrationId, conversationId, attachments })
      const other = sampleMessage({ integrationId, conversationId, attachments })
      await storage.transaction(tenant, (tx) => tx.messages.insert([message, other]))
      const stored = file('stored', { name: 'é "b".png', contentType: 'image/png', size: 12_345_678 })
      const update = (index: number, from: FetchState['state'], id = message.id) =>
        storage.transaction(tenant, (tx) =>
          tx.messages.updateAttachment(id, index, { from, attachment: stored }),
        )
      assert.equal(await update(2, 'waiting'), true)
      assert.equal(await update(2, 'waiting'), false)
      assert.equal(await update(1, 'failed'), false)
      assert.equal(await update(0, 'waiting'), false)
      assert.equal(await update(3, 'waiting'), false)
      assert.equal(await update(1, 'waiting', 'unknown'), false)
      await storage.transaction(tenant, async (tx) => {
        const expected = [plain, file('waiting'), stored]
        assert.deepEqual((await tx.messages.get(message.id))?.attachments, expected)
        assert.deepEqual((await tx.messages.get(other.id))?.attachments, attachments)
      })
    },
  },
  {
    name: 'a file of a message is settled by one of those who try at once, and by nobody of another tenant',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const { id: conversationId } = await openConversation(storage, office)
      const message = sampleMessage({ integrationId, conversationId, attachments: [file('waiting')] })
      await storage.transaction(tenant, (tx) => tx.messages.insert([message]))
      const settle = (owner: string) =>
        storage.transaction(owner, (tx) =>
          tx.messages.updateAttachment(message.id, 0, { from: 'waiting', attachment: file('stored') }),
        )
      assert.equal(await settle(`${tenant}-other`), false)
      const settled = await Promise.all(Array.from({ length: 4 }, () => settle(tenant)))
      assert.equal(settled.filter(Boolean).length, 1)
    },
  },
]
