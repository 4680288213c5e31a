import type { Directory, DirectoryEntry } from '@guichet/core'
import { sql } from 'kysely'
import { texts } from './columns.ts'
import { type Database, firstRow, rowsOf } from './session.ts'

/** `databaseOf` opens the storage when it is first needed. */
export function directoryOn(databaseOf: () => Promise<Database>): Directory {
  const entry = sql`tenant_id as tenant, integration_id as "integrationId"`
  return {
    async byRoute(type, keys) {
      if (keys.length === 0) return []
      return rowsOf(
        await databaseOf(),
        sql<DirectoryEntry>`select ${entry} from guichet.integration_routes
          where type = ${type} and route in (select jsonb_array_elements_text(${texts(keys)}))
          group by tenant_id, integration_id order by min(since), integration_id limit 20`,
      )
    },
    async byIntegration(integrationId) {
      return firstRow(
        await databaseOf(),
        sql<DirectoryEntry>`select ${entry} from guichet.integration_leases
          where integration_id = ${integrationId} limit 1`,
      )
    },
  }
}
