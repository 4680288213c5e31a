import type { KeyRecords, WrappedKey } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof WrappedKey>({
  id: 'text',
  hostKeyId: 'text',
  wrapped: 'text',
  createdAt: 'timestamptz',
})

export function keyRecords({ tenant, db }: Session): KeyRecords {
  return {
    list: () =>
      rowsOf(
        db(),
        sql<WrappedKey>`select ${columns.selected} from guichet.data_keys t where t.tenant_id = ${tenant}
          order by t.created_at, t.id`,
      ),
    async insert(key) {
      await rowsOf(
        db(),
        sql`insert into guichet.data_keys (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([key])}`,
      )
    },
  }
}
