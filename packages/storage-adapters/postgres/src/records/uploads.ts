import type { StoredUpload, UploadRecords } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, sortedBy, texts } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof StoredUpload>({
  id: 'text',
  name: 'text',
  contentType: 'text',
  size: 'bigint',
  createdAt: 'timestamptz',
  blobKey: 'text',
  messageId: 'text',
})

export function uploadRecords({ tenant, db }: Session): UploadRecords {
  const listed = (ids: readonly string[]) => sql`(select jsonb_array_elements_text(${texts(ids)}))`
  const removeWhere = async (condition: RawBuilder<unknown>): Promise<readonly string[]> => {
    const removed = await rowsOf(
      db(),
      sql<{ key: string }>`delete from guichet.uploads where tenant_id = ${tenant} and ${condition}
        returning blob_key as key`,
    )
    return removed.map(({ key }) => key)
  }
  return {
    async insert(uploads) {
      if (uploads.length === 0) return
      await rowsOf(
        db(),
        sql`insert into guichet.uploads (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset(uploads)}`,
      )
    },
    async take(ids, messageId) {
      const taken = new Map<string, StoredUpload>()
      // One by one and in everybody's order: two that want the same files do not wait for each other.
      for (const id of sortedBy([...new Set(ids)], (one) => one)) {
        const rows = await rowsOf(
          db(),
          sql<StoredUpload>`update guichet.uploads t set message_id = ${messageId}
            where t.tenant_id = ${tenant} and t.id = ${id} and t.message_id is null returning ${columns.selected}`,
        )
        for (const upload of rows) taken.set(id, upload)
      }
      return [...new Set(ids)].flatMap((id) => taken.get(id) ?? [])
    },
    async release(messageId) {
      const released = await rowsOf(
        db(),
        sql<{ id: string }>`update guichet.uploads set message_id = null
          where tenant_id = ${tenant} and message_id = ${messageId} returning id`,
      )
      return released.map(({ id }) => id)
    },
    async removeUnused(ids) {
      return ids.length === 0 ? [] : removeWhere(sql`message_id is null and id in ${listed(ids)}`)
    },
    async removeOf(messageIds) {
      return messageIds.length === 0 ? [] : removeWhere(sql`message_id in ${listed(messageIds)}`)
    },
  }
}
