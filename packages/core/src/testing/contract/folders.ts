import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Rule } from '../../model/folder.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, withCode } from './check.ts'
import {
  newTenant,
  type Office,
  openConversation,
  openOffice,
  sampleConversation,
  sampleFolder,
} from './samples.ts'

/** Counters that are not zero, as plain objects. */
async function counts(storage: Storage, { tenant }: Pick<Office, 'tenant'>) {
  const all = await storage.transaction(tenant, (tx) => tx.folders.counts())
  const plain = [...all].map(([id, counters]) => {
    return [id, Object.fromEntries(Object.entries(counters).filter(([, count]) => count !== 0))] as const
  })
  return Object.fromEntries(plain.filter(([, counters]) => Object.keys(counters).length > 0))
}

export const folderChecks: readonly ContractCheck[] = [
  {
    name: 'a folder whose key is taken is not inserted, and the known one stays as it is',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const rule: Rule = { any: [{ not: { field: 'subject', operator: 'contains', value: 'facture' } }] }
      const known = sampleFolder({ key: 'billing', name: 'Billing', rule, position: 3 })
      const child = sampleFolder({ key: 'late', parentId: known.id, system: true })
      await storage.transaction(tenant, async (tx) => {
        await tx.folders.insertMissing([known])
        const clash = sampleFolder({ key: 'billing', name: 'Other' })
        await tx.folders.insertMissing([clash, child, sampleFolder({ key: 'late' })])
        assert.deepEqual(await tx.folders.get(known.id), known)
        assert.deepEqual(await tx.folders.get(child.id), child)
        assert.equal(await tx.folders.get(clash.id), null)
        assert.equal((await tx.folders.list()).length, 2)
      })
    },
  },
  {
    name: 'processes that create the same folders at once create them once',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const keys = ['inbox', 'newsletters', 'automatic']
      await Promise.all(
        [keys, keys.toReversed(), keys].map((order) =>
          storage.transaction(tenant, (tx) =>
            tx.folders.insertMissing(order.map((key) => sampleFolder({ key }))),
          ),
        ),
      )
      const folders = await storage.transaction(tenant, (tx) => tx.folders.list())
      assert.equal(folders.length, 3)
    },
  },
  {
    name: 'folders are listed by position, then name',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const names = await storage.transaction(tenant, async (tx) => {
        await tx.folders.insertMissing([
          sampleFolder({ name: 'c', position: 1 }),
          sampleFolder({ name: 'b', position: 2 }),
          sampleFolder({ name: 'a', position: 2 }),
          sampleFolder({ name: 'd', position: 0 }),
        ])
        return (await tx.folders.list()).map(({ name }) => name)
      })
      assert.deepEqual(names, ['d', 'c', 'a', 'b'])
    },
  },
  {
    name: 'a changed folder reads as it was changed',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const parent = sampleFolder()
      const folder = sampleFolder()
      const changed = {
        ...folder,
        name: 'Devis',
        parentId: parent.id,
        position: 4,
        rule: { field: 'sender', operator: 'equals', value: 'ada@example.org' } as const,
      }
      await storage.transaction(tenant, async (tx) => {
        await tx.folders.insertMissing([parent, folder])
        await tx.folders.update(changed)
        assert.deepEqual(await tx.folders.get(folder.id), changed)
      })
    },
  },
  {
    name: 'counters follow new conversations and changes of status and folder',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const other = sampleFolder()
      await storage.transaction(tenant, (tx) => tx.folders.insertMissing([other]))
      assert.deepEqual(await counts(storage, office), {})
      const first = await openConversation(storage, office)
      const second = await openConversation(storage, office)
      assert.deepEqual(await counts(storage, office), { [folderId]: { new: 2 } })
      await storage.transaction(tenant, (tx) =>
        tx.conversations.update([
          { ...first, status: 'open', version: 2 },
          { ...second, snippet: 'counts as before', version: 2 },
        ]),
      )
      assert.deepEqual(await counts(storage, office), { [folderId]: { new: 1, open: 1 } })
      await storage.transaction(tenant, async (tx) => {
        await tx.conversations.update([{ ...first, status: 'spam', folderId: other.id, version: 3 }])
        await tx.conversations.insert([sampleConversation({ integrationId, folderId: other.id })])
      })
      assert.deepEqual(await counts(storage, office), {
        [folderId]: { new: 1 },
        [other.id]: { spam: 1, new: 1 },
      })
    },
  },
  {
    name: 'counters are right after many transactions changed one folder at once',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      await Promise.all(
        Array.from({ length: 8 }, (_, index) => {
          const status = index % 2 === 0 ? 'new' : 'open'
          const batch = [
            sampleConversation({ integrationId, folderId, status }),
            sampleConversation({ integrationId, folderId, status: status === 'new' ? 'open' : 'new' }),
          ]
          return storage.transaction(tenant, (tx) => tx.conversations.insert(batch))
        }),
      )
      assert.deepEqual(await counts(storage, office), { [folderId]: { new: 8, open: 8 } })
    },
  },
  {
    name: 'all conversations of a folder can be moved: counters and versions follow',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, folderId } = office
      const target = sampleFolder()
      await storage.transaction(tenant, (tx) => tx.folders.insertMissing([target]))
      const moved = await openConversation(storage, office, { status: 'open' })
      await openConversation(storage, office)
      const there = await openConversation(storage, office, { folderId: target.id })
      await storage.transaction(tenant, (tx) => tx.folders.moveConversations(folderId, target.id))
      assert.deepEqual(await counts(storage, office), { [target.id]: { new: 2, open: 1 } })
      await storage.transaction(tenant, async (tx) => {
        const expected = { ...moved, folderId: target.id, version: moved.version + 1 }
        assert.deepEqual(await tx.conversations.get(moved.id), expected)
        assert.deepEqual(await tx.conversations.get(there.id), there)
      })
    },
  },
  {
    name: 'no conversation is ever in a folder that does not exist',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId, folderId } = office
      const nowhere = sampleFolder().id
      const known = await openConversation(storage, office)
      const attempts = [
        () =>
          storage.transaction(tenant, (tx) =>
            tx.conversations.insert([sampleConversation({ integrationId, folderId: nowhere })]),
          ),
        () =>
          storage.transaction(tenant, (tx) =>
            tx.conversations.update([{ ...known, folderId: nowhere, version: 2 }]),
          ),
        () => storage.transaction(tenant, (tx) => tx.folders.moveConversations(folderId, nowhere)),
      ]
      for (const attempt of attempts) await assert.rejects(attempt())
      const folder = sampleFolder()
      const conversation = sampleConversation({ integrationId, folderId: folder.id })
      await storage.transaction(tenant, (tx) => tx.folders.insertMissing([folder]))
      const [filing, removing] = await Promise.allSettled([
        storage.transaction(tenant, (tx) => tx.conversations.insert([conversation])),
        storage.transaction(tenant, (tx) => tx.folders.remove(folder.id)),
      ])
      await storage.transaction(tenant, async (tx) => {
        const filed = await tx.conversations.get(conversation.id)
        assert.equal(filed !== null, filing.status === 'fulfilled')
        assert.equal((await tx.folders.get(folder.id)) === null, removing.status === 'fulfilled')
        assert.ok(filing.status === 'rejected' || removing.status === 'rejected')
      })
    },
  },
  {
    name: 'a folder that holds conversations or folders is not removed; an empty one is',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, folderId } = office
      const [parent, full, free] = [sampleFolder(), sampleFolder(), sampleFolder()]
      const child = sampleFolder({ parentId: parent.id })
      await storage.transaction(tenant, (tx) => tx.folders.insertMissing([parent, full, free, child]))
      await openConversation(storage, office, { folderId: full.id })
      for (const { id } of [parent, full]) {
        const removing = storage.transaction(tenant, (tx) => tx.folders.remove(id))
        await assert.rejects(removing, withCode('conflict'))
      }
      await storage.transaction(tenant, async (tx) => {
        await tx.folders.moveConversations(full.id, folderId)
        for (const { id } of [free, child, parent, full]) await tx.folders.remove(id)
        assert.deepEqual(
          (await tx.folders.list()).map(({ id }) => id),
          [folderId],
        )
        assert.equal(await tx.folders.get(randomUUID()), null)
      })
    },
  },
]
