import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { StoredUpload } from '../../model/upload.ts'
import type { Storage } from '../../ports/storage.ts'
import type { ContractCheck } from './check.ts'
import { minute, newTenant } from './samples.ts'

function sampleUpload(changes: Partial<StoredUpload> = {}): StoredUpload {
  const id = randomUUID()
  return {
    id,
    name: 'é "1".pdf',
    contentType: 'application/pdf',
    size: 5_000_000_000,
    createdAt: minute(0),
    blobKey: `acme/${id}`,
    messageId: null,
    ...changes,
  }
}

async function stored(storage: Storage, tenant: string, count: number): Promise<readonly StoredUpload[]> {
  const uploads = Array.from({ length: count }, () => sampleUpload())
  await storage.transaction(tenant, (tx) => tx.uploads.insert(uploads))
  return uploads
}

const idsOf = (uploads: readonly StoredUpload[]) => uploads.map(({ id }) => id)

export const uploadChecks: readonly ContractCheck[] = [
  {
    name: 'files are taken by one message, in the order asked for, and read as they were stored',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const uploads = (await stored(storage, tenant, 3)).toReversed()
      const messageId = randomUUID()
      await storage.transaction(tenant, async (tx) => {
        await tx.uploads.insert([])
        const ids = [...idsOf(uploads), randomUUID(), uploads[0]?.id ?? '']
        assert.deepEqual(
          await tx.uploads.take(ids, messageId),
          uploads.map((one) => ({ ...one, messageId })),
        )
        assert.deepEqual(await tx.uploads.take(idsOf(uploads), randomUUID()), [])
      })
    },
  },
  {
    name: 'of two messages that take a file at the same time one gets it',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const ids = idsOf(await stored(storage, tenant, 2))
      const taken = await Promise.all(
        [ids, ids.toReversed()].map((wanted) =>
          storage.transaction(tenant, (tx) => tx.uploads.take(wanted, randomUUID())),
        ),
      )
      assert.deepEqual(taken.map((one) => one.length).toSorted(), [0, 2])
    },
  },
  {
    name: 'the files of a message are free again when it gives them back, and those of others are not',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [mine, other] = idsOf(await stored(storage, tenant, 2))
      const messageId = randomUUID()
      await storage.transaction(tenant, async (tx) => {
        await tx.uploads.take([mine ?? ''], messageId)
        await tx.uploads.take([other ?? ''], randomUUID())
        assert.deepEqual(await tx.uploads.release(messageId), [mine])
        assert.deepEqual(await tx.uploads.release(messageId), [])
        assert.deepEqual(idsOf(await tx.uploads.take([mine ?? '', other ?? ''], randomUUID())), [mine])
      })
    },
  },
  {
    name: 'files are removed with their messages, or while they belong to none, and in their tenant only',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [used, unused, kept] = await stored(storage, tenant, 3)
      const ids = [used, unused].map((one) => one?.id ?? '')
      const messageId = randomUUID()
      await storage.transaction(tenant, (tx) => tx.uploads.take([used?.id ?? ''], messageId))
      await storage.transaction(newTenant(), async (tx) => {
        assert.deepEqual(await tx.uploads.removeUnused(ids), [])
        assert.deepEqual(await tx.uploads.removeOf([messageId]), [])
        assert.deepEqual(await tx.uploads.take(ids, messageId), [])
      })
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.uploads.removeUnused([]), [])
        assert.deepEqual(await tx.uploads.removeUnused(ids), [unused?.blobKey])
        assert.deepEqual(await tx.uploads.removeUnused(ids), [])
        assert.deepEqual(await tx.uploads.removeOf([]), [])
        assert.deepEqual(await tx.uploads.removeOf([messageId, randomUUID()]), [used?.blobKey])
        assert.deepEqual(idsOf(await tx.uploads.take([kept?.id ?? ''], messageId)), [kept?.id])
      })
    },
  },
]
