import type { StoredUpload } from '../../model/upload.ts'
import type { UploadRecords } from '../../ports/upload-records.ts'
import { insertRow, type MemoryContext } from './tables.ts'

export function memoryUploads(context: MemoryContext): UploadRecords {
  const { journal } = context
  const ofMessages = (ids: readonly string[]): readonly StoredUpload[] => {
    const wanted = new Set(ids)
    return [...context.tables().uploads.values()].filter(
      ({ messageId }) => messageId !== null && wanted.has(messageId),
    )
  }
  const removeAll = (removed: readonly StoredUpload[]): readonly string[] => {
    for (const { id } of removed) journal.delete(context.tables().uploads, id)
    return removed.map(({ blobKey }) => blobKey)
  }
  const unused = (ids: readonly string[]): readonly StoredUpload[] =>
    [...new Set(ids)].flatMap((id) => {
      const upload = context.tables().uploads.get(id)
      return upload?.messageId === null ? [upload] : []
    })
  return {
    async insert(uploads) {
      for (const upload of uploads)
        insertRow(context, context.tables().uploads, { key: upload.id, value: upload, name: 'upload' })
    },
    async take(ids, messageId) {
      return unused(ids).map((upload) => {
        const taken = { ...upload, messageId }
        journal.set(context.tables().uploads, upload.id, taken)
        return structuredClone(taken)
      })
    },
    async release(messageId) {
      const released = ofMessages([messageId])
      for (const upload of released)
        journal.set(context.tables().uploads, upload.id, { ...upload, messageId: null })
      return released.map(({ id }) => id)
    },
    removeUnused: async (ids) => removeAll(unused(ids)),
    removeOf: async (messageIds) => removeAll(ofMessages(messageIds)),
  }
}
