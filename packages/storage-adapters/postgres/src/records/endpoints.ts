import { type EndpointRecords, GuichetError, type TenantId, type WebhookEndpoint } from '@guichet/core'
import { sql } from 'kysely'
import { type Database, firstRow, rowsOf, type Session } from '../session.ts'
import { endpointDeliveryRecords } from './endpoint-deliveries.ts'
import {
  endpointColumns as columns,
  endpointProgressRecords,
  ownColumns as own,
} from './endpoint-progress.ts'

export function endpointRecords(session: Session): EndpointRecords {
  const { tenant, db } = session
  const select = sql<WebhookEndpoint>`select ${columns.selected} from guichet.endpoints t
    where t.tenant_id = ${tenant}`
  return {
    ...endpointProgressRecords(session),
    ...endpointDeliveryRecords(session),
    async insert(endpoint, position) {
      // The update locks a row that is there: it cannot be deleted before this commits.
      await rowsOf(
        db(),
        sql`insert into guichet.endpoint_tenants (tenant_id) values (${tenant})
          on conflict (tenant_id) do update set tenant_id = excluded.tenant_id`,
      )
      await rowsOf(
        db(),
        sql`insert into guichet.endpoints (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([endpoint])}`,
      )
      await rowsOf(
        db(),
        sql`insert into guichet.endpoint_positions (tenant_id, endpoint_id, position)
          values (${tenant}, ${endpoint.id}, ${position})`,
      )
    },
    get: (id) => firstRow(db(), sql<WebhookEndpoint>`${select} and t.id = ${id}`),
    getForUpdate: (id) => firstRow(db(), sql<WebhookEndpoint>`${select} and t.id = ${id} for update`),
    list: () => rowsOf(db(), sql<WebhookEndpoint>`${select} order by t.created_at, t.id`),
    async update(endpoint) {
      const updated = await rowsOf(
        db(),
        sql`update guichet.endpoints t set ${own.assigned} from ${columns.recordset([endpoint])}
          where t.tenant_id = ${tenant} and t.id = r.id returning t.id`,
      )
      if (updated.length === 0) throw missing(endpoint.id)
    },
    async remove(id) {
      await rowsOf(db(), sql`select from guichet.endpoint_tenants where tenant_id = ${tenant} for update`)
      const removed = await rowsOf(
        db(),
        sql`delete from guichet.endpoints where tenant_id = ${tenant} and id = ${id} returning id`,
      )
      if (removed.length === 0) throw missing(id)
      await rowsOf(
        db(),
        sql`delete from guichet.endpoint_tenants where tenant_id = ${tenant}
          and not exists (select from guichet.endpoints where tenant_id = ${tenant})`,
      )
    },
  }
}

/** See `Storage.endpointTenants`. */
export async function endpointTenants(db: Database): Promise<readonly TenantId[]> {
  const rows = await rowsOf(
    db,
    sql<{ tenant: TenantId }>`select tenant_id as tenant from guichet.endpoint_tenants`,
  )
  return rows.map(({ tenant }) => tenant)
}

function missing(id: string): GuichetError {
  return new GuichetError('not-found', `there is no endpoint ${id}`)
}
