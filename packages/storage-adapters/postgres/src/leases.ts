import type { Lease, Leases, RenewedLease } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from './columns.ts'
import { type Database, rowsOf } from './session.ts'

const leaseColumns = columnsOf<keyof Lease>({ tenant: 'text', integrationId: 'text', fence: 'bigint' })

/** Leases in a table, on the database's clock. `databaseOf` opens the storage when it is first needed. */
export function leasesOn(databaseOf: () => Promise<Database>): Leases {
  const until = (leaseMs: number) => sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`
  const isHeld = (owner: string) =>
    sql`t.tenant_id = r.tenant and t.integration_id = r."integrationId" and t.fence = r.fence
      and t.owner = ${owner} and t.expires_at > clock_timestamp()`
  const result = sql`t.tenant_id as tenant, t.integration_id as "integrationId", t.fence::float8 as fence`

  return {
    async acquire(owner, leaseMs, limit) {
      return rowsOf(
        await databaseOf(),
        // Locked rows are being taken by somebody else: they are passed over, not waited for.
        sql<Lease>`with free as (
            select tenant_id, integration_id from guichet.integration_leases
            where enabled and expires_at <= clock_timestamp()
            order by expires_at limit ${limit} for update skip locked)
          update guichet.integration_leases t
            set owner = ${owner}, fence = t.fence + 1, expires_at = ${until(leaseMs)}
          from free where t.tenant_id = free.tenant_id and t.integration_id = free.integration_id
          returning ${result}`,
      )
    },
    async renew(owner, leaseMs, leases) {
      if (leases.length === 0) return []
      return rowsOf(
        await databaseOf(),
        sql<RenewedLease>`with held as (
            select t.tenant_id, t.integration_id, t.sync_requested
            from guichet.integration_leases t, ${leaseColumns.recordset(leases)} where ${isHeld(owner)}
            order by t.tenant_id, t.integration_id for update of t)
          update guichet.integration_leases t set expires_at = ${until(leaseMs)}, sync_requested = false
          from held where t.tenant_id = held.tenant_id and t.integration_id = held.integration_id
          returning ${result}, held.sync_requested as "syncRequested"`,
      )
    },
    async release(owner, leases) {
      if (leases.length === 0) return
      await rowsOf(
        await databaseOf(),
        sql`update guichet.integration_leases t set owner = null, expires_at = '-infinity'
          from ${leaseColumns.recordset(leases)} where ${isHeld(owner)}`,
      )
    },
  }
}
