import { type Folder, type FolderCounts, type FolderRecords, GuichetError } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof Folder>({
  id: 'text',
  key: 'text',
  name: 'text',
  parentId: 'text',
  position: 'integer',
  rule: 'jsonb',
  system: 'boolean',
})

export function folderRecords({ tenant, db }: Session): FolderRecords {
  const select = sql<Folder>`select ${columns.selected} from guichet.folders t where t.tenant_id = ${tenant}`
  return {
    async insertMissing(folders) {
      if (folders.length === 0) return
      await rowsOf(
        db(),
        sql`insert into guichet.folders (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset(folders)}
          on conflict on constraint folders_key do nothing`,
      )
    },
    list: () => rowsOf(db(), sql<Folder>`${select} order by t.position, t.name collate "C", t.id`),
    get: (id) => firstRow(db(), sql<Folder>`${select} and t.id = ${id}`),
    async update(folder) {
      const updated = await rowsOf(
        db(),
        sql`update guichet.folders t set ${columns.assigned} from ${columns.recordset([folder])}
          where t.tenant_id = ${tenant} and t.id = r.id returning t.id`,
      )
      if (updated.length === 0) throw missing(folder.id)
    },
    async remove(id) {
      const row = await firstRow(
        db(),
        sql<{ used: boolean }>`select
            exists (select from guichet.conversations c where c.tenant_id = ${tenant} and c.folder_id = ${id})
            or exists (select from guichet.folders f where f.tenant_id = ${tenant} and f.parent_id = ${id})
            as used
          from guichet.folders t where t.tenant_id = ${tenant} and t.id = ${id} for update`,
      )
      if (row === null) throw missing(id)
      if (row.used) throw new GuichetError('conflict', `folder ${id} holds conversations or folders`)
      await rowsOf(db(), sql`delete from guichet.folders where tenant_id = ${tenant} and id = ${id}`)
      await rowsOf(
        db(),
        sql`delete from guichet.folder_counts where tenant_id = ${tenant} and folder_id = ${id}`,
      )
    },
    async counts() {
      const rows = await rowsOf(
        db(),
        sql<{ id: string; counts: FolderCounts }>`select id, jsonb_object_agg(status, count) as counts from (
            select folder_id as id, status, sum(count)::integer as count from guichet.folder_counts
            where tenant_id = ${tenant} group by folder_id, status having sum(count) <> 0) c
          group by id`,
      )
      return new Map(rows.map(({ id, counts }) => [id, counts]))
    },
    async moveConversations(fromFolderId, toFolderId) {
      await rowsOf(
        db(),
        sql`update guichet.conversations set folder_id = ${toFolderId}, version = version + 1
          where tenant_id = ${tenant} and folder_id = ${fromFolderId}`,
      )
    },
  }
}

function missing(id: string): GuichetError {
  return new GuichetError('not-found', `there is no folder ${id}`)
}
