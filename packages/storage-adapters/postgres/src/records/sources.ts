import type { LocatedCounts, SourceRecords, SourceState } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, sortedBy, texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const locationColumns = columnsOf({ locator: 'text', messageId: 'text' })
const sourceColumns = columnsOf<keyof SourceState>({
  source: 'text',
  locatorPrefix: 'text',
  role: 'text',
  serverCount: 'integer',
  missing: 'integer',
  notYetRead: 'integer',
  reportedAt: 'timestamptz',
})

export function sourceRecords({ tenant, db }: Session): SourceRecords {
  const places = (integrationId: string) => sql`guichet.message_locations t where t.tenant_id = ${tenant}
    and t.integration_id = ${integrationId}`
  return {
    async locate(integrationId, locations) {
      if (locations.length === 0) return
      // The last word on a place counts, and a statement may touch a row once only.
      const latest = [...new Map(locations.map((location) => [location.locator, location])).values()]
      const sorted = sortedBy(latest, (location) => location.locator)
      await rowsOf(
        db(),
        sql`insert into guichet.message_locations (tenant_id, integration_id, ${locationColumns.names})
          select ${tenant}, ${integrationId}, ${locationColumns.values} from ${locationColumns.recordset(sorted)}
          on conflict (tenant_id, integration_id, locator) do update set message_id = excluded.message_id`,
      )
    },
    async unlocate(integrationId, locators) {
      if (locators.length === 0) return
      await rowsOf(
        db(),
        sql`delete from ${places(integrationId)}
          and t.locator in (select jsonb_array_elements_text(${texts(locators)}))`,
      )
    },
    async unlocateAll(integrationId, prefix) {
      await rowsOf(db(), sql`delete from ${places(integrationId)} and ${beginsWith(prefix)}`)
    },
    async countLocated(integrationId, prefix) {
      const counts = await firstRow(
        db(),
        sql<LocatedCounts>`select count(*) filter (where m.parse_state = 'ok')::float8 as stored,
            count(*) filter (where m.parse_state = 'failed')::float8 as quarantined,
            count(*) filter (where m.id is null)::float8 as deleted
          from (select t.message_id from ${places(integrationId)} and ${beginsWith(prefix)}) l
          left join guichet.messages m on m.tenant_id = ${tenant} and m.id = l.message_id`,
      )
      return counts ?? { stored: 0, quarantined: 0, deleted: 0 }
    },
    async replace(integrationId, sources) {
      await rowsOf(
        db(),
        sql`delete from guichet.integration_sources where tenant_id = ${tenant}
          and integration_id = ${integrationId}
          and source not in (select jsonb_array_elements_text(${texts(sources.map((one) => one.source))}))`,
      )
      if (sources.length === 0) return
      await rowsOf(
        db(),
        sql`insert into guichet.integration_sources (tenant_id, integration_id, ${sourceColumns.names})
          select ${tenant}, ${integrationId}, ${sourceColumns.values}
          from ${sourceColumns.recordset(sortedBy(sources, (one) => one.source))}
          on conflict (tenant_id, integration_id, source) do update set
            (locator_prefix, role, server_count, missing, not_yet_read, reported_at) = (excluded.locator_prefix,
              excluded.role, excluded.server_count, excluded.missing, excluded.not_yet_read, excluded.reported_at)`,
      )
    },
    list: (integrationId) =>
      rowsOf(
        db(),
        sql<SourceState>`select ${sourceColumns.selected} from guichet.integration_sources t
          where t.tenant_id = ${tenant} and t.integration_id = ${integrationId}
          order by t.source`,
      ),
  }
}

/** As a range, which the index serves whatever is in the prefix; no locator holds the last character there is. */
function beginsWith(prefix: string): RawBuilder<unknown> {
  return sql`t.locator >= ${prefix} and t.locator < ${`${prefix}\u{10FFFF}`}`
}
