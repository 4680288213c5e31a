import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Conversation } from '../../model/conversation.ts'
import type { Merge } from '../../model/merge.ts'
import type { ThreadMove } from '../../model/message.ts'
import { type ContractCheck, withCode } from './check.ts'
import { minute, openConversation, openOffice, sampleMessage } from './samples.ts'

function sampleMerge(before: Conversation, intoId: string, changes: Partial<Merge> = {}): Merge {
  const fields = { status: 'open', priority: 'normal', assigneeId: null } as const
  return {
    id: randomUUID(),
    integrationId: before.integrationId,
    fromId: before.id,
    intoId,
    at: minute(1),
    actor: { kind: 'person', id: 'ada' },
    undoneAt: null,
    before,
    messageIds: [randomUUID()],
    intoBefore: fields,
    intoAfter: { ...fields, priority: 'urgent' },
    ...changes,
  }
}

export const mergeChecks: readonly ContractCheck[] = [
  {
    name: 'a merge reads exactly as it was written, and once undone it leads nowhere',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const [from, into] = [await openConversation(storage, office), await openConversation(storage, office)]
      const merge = sampleMerge(from, into.id)
      await storage.transaction(office.tenant, (tx) => tx.merges.insert(merge))
      await storage.transaction(office.tenant, async (tx) => {
        assert.deepEqual(await tx.merges.get(merge.id), merge)
        assert.equal(await tx.merges.get(randomUUID()), null)
        assert.deepEqual(await tx.merges.into(into.id), [merge])
        assert.deepEqual(await tx.merges.resolve([from.id, into.id]), new Map([[from.id, into.id]]))
        await tx.merges.undo(merge.id, minute(2))
      })
      await storage.transaction(office.tenant, async (tx) => {
        assert.deepEqual(await tx.merges.get(merge.id), { ...merge, undoneAt: minute(2) })
        assert.deepEqual(await tx.merges.into(into.id), [])
        assert.deepEqual(await tx.merges.resolve([from.id]), new Map())
      })
    },
  },
  {
    name: 'a chain of merges is followed to its end, from each of its links',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const from = await openConversation(storage, office)
      const [b, c, d] = [randomUUID(), randomUUID(), randomUUID()]
      await storage.transaction(office.tenant, async (tx) => {
        await tx.merges.insert(sampleMerge(from, b))
        await tx.merges.insert(sampleMerge({ ...from, id: b }, c))
        await tx.merges.insert(sampleMerge({ ...from, id: c }, d))
        const places = await tx.merges.resolve([from.id, b, c, d, from.id])
        assert.deepEqual(new Map([...places].sort()), new Map([from.id, b, c].sort().map((id) => [id, d])))
        assert.deepEqual(await tx.merges.resolve([]), new Map())
      })
    },
  },
  {
    name: 'a conversation is merged once at a time, and again after it was taken out',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const from = await openConversation(storage, office)
      const [first, second] = [sampleMerge(from, randomUUID()), sampleMerge(from, randomUUID())]
      await storage.transaction(office.tenant, (tx) => tx.merges.insert(first))
      const again = storage.transaction(office.tenant, (tx) => tx.merges.insert(second))
      await assert.rejects(again, withCode('conflict'))
      await storage.transaction(office.tenant, async (tx) => {
        await tx.merges.undo(first.id, minute(2))
        await tx.merges.insert(second)
        assert.deepEqual(await tx.merges.resolve([from.id]), new Map([[from.id, second.intoId]]))
      })
    },
  },
  {
    name: 'the latest merge into a conversation comes first',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const into = randomUUID()
      const [one, two] = [await openConversation(storage, office), await openConversation(storage, office)]
      await storage.transaction(office.tenant, async (tx) => {
        await tx.merges.insert(sampleMerge(two, into, { at: minute(5) }))
        await tx.merges.insert(sampleMerge(one, into, { at: minute(6) }))
        assert.deepEqual(
          (await tx.merges.into(into)).map(({ fromId }) => fromId),
          [one.id, two.id],
        )
      })
    },
  },
  {
    name: 'messages move to another conversation, and each remembers every move',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const [here, there] = [await openConversation(storage, office), await openConversation(storage, office)]
      const stays = sampleMessage({ integrationId, conversationId: here.id })
      const goes = sampleMessage({ integrationId, conversationId: here.id })
      const actor = { kind: 'person', id: 'ada' } as const
      const move: ThreadMove = {
        cause: 'split',
        from: here.id,
        to: there.id,
        actor,
        at: '2026-11-02T08:00:00.000Z',
      }
      const back: ThreadMove = { ...move, cause: 'merge', from: there.id, to: here.id }
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([stays, goes])
        await tx.messages.move([goes.id], move)
      })
      await storage.transaction(tenant, async (tx) => {
        const page = { cursor: null, limit: 10 }
        assert.deepEqual((await tx.messages.list(here.id, page)).items, [stays])
        const moved = { ...goes, conversationId: there.id, threading: { ...goes.threading, moves: [move] } }
        assert.deepEqual((await tx.messages.list(there.id, page)).items, [moved])
        await tx.messages.move([goes.id], back)
        assert.deepEqual((await tx.messages.get(goes.id))?.threading.moves, [move, back])
        await tx.messages.move([], back)
      })
      const unknown = storage.transaction(tenant, (tx) => tx.messages.move([randomUUID()], move))
      await assert.rejects(unknown, withCode('not-found'))
      const nowhere = { ...move, to: randomUUID() }
      await assert.rejects(storage.transaction(tenant, (tx) => tx.messages.move([goes.id], nowhere)))
    },
  },
  {
    name: 'a conversation goes when its messages are elsewhere, and its folder counts one less',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const [goes, stays] = [await openConversation(storage, office), await openConversation(storage, office)]
      const message = sampleMessage({ integrationId, conversationId: goes.id })
      await storage.transaction(tenant, (tx) => tx.messages.insert([message]))
      const tooEarly = storage.transaction(tenant, (tx) => tx.conversations.remove([goes.id]))
      await assert.rejects(tooEarly, withCode('conflict'))
      const move = { from: goes.id, to: stays.id, actor: { kind: 'system' }, at: 'now' } as const
      await storage.transaction(tenant, async (tx) => {
        await tx.conversations.remove([goes.id])
        await tx.messages.move([message.id], { ...move, cause: 'merge' })
      })
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.conversations.get(goes.id), null)
        assert.equal((await tx.folders.counts()).get(folderId)?.new, 1)
        await tx.conversations.insert([{ ...goes, baseSubject: 'facture' }])
        assert.deepEqual(await tx.conversations.get(goes.id), goes)
      })
    },
  },
]
