import type { TenantId } from '../../model/tenant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Lease, Leases, RenewedLease } from '../../ports/leases.ts'
import type { Exclusive } from './one-at-a-time.ts'
import type { LeaseRow, Tables } from './tables.ts'

export interface MemoryLeasesOptions {
  readonly clock: Clock
  readonly tenants: ReadonlyMap<TenantId, Tables>
  /** Shared with the transactions: what is not committed yet cannot be taken. */
  readonly exclusively: Exclusive
}

export function memoryLeases({ clock, tenants, exclusively }: MemoryLeasesOptions): Leases {
  const now = () => clock.now().getTime()
  const isHeld = (row: LeaseRow) => row.owner !== null && row.expiresAt > now()

  function rowHeldBy(owner: string, { tenant, integrationId, fence }: Lease): LeaseRow | null {
    const row = tenants.get(tenant)?.leases.get(integrationId)
    if (row === undefined || row.owner !== owner || row.fence !== fence) return null
    return isHeld(row) ? row : null
  }

  function write({ tenant, integrationId }: Lease, row: LeaseRow): void {
    tenants.get(tenant)?.leases.set(integrationId, row)
  }

  function* freeLeases(): Generator<{ readonly lease: Lease; readonly row: LeaseRow }> {
    for (const [tenant, tables] of tenants) {
      for (const [integrationId, row] of tables.leases) {
        const isWanted = tables.integrations.get(integrationId)?.paused === false && !isHeld(row)
        if (isWanted) yield { lease: { tenant, integrationId, fence: row.fence + 1 }, row }
      }
    }
  }

  return {
    acquire(owner, leaseMs, limit) {
      return exclusively(async () => {
        const taken = [...freeLeases()].slice(0, limit)
        for (const { lease, row } of taken) {
          write(lease, { ...row, owner, fence: lease.fence, expiresAt: now() + leaseMs })
        }
        return taken.map(({ lease }) => lease)
      })
    },
    renew(owner, leaseMs, leases) {
      return exclusively(async () =>
        leases.flatMap((lease): RenewedLease[] => {
          const row = rowHeldBy(owner, lease)
          if (row === null) return []
          write(lease, { ...row, expiresAt: now() + leaseMs, syncRequested: false })
          return [{ ...lease, syncRequested: row.syncRequested }]
        }),
      )
    },
    release(owner, leases) {
      return exclusively(async () => {
        for (const lease of leases) {
          const row = rowHeldBy(owner, lease)
          if (row !== null) write(lease, { ...row, owner: null, expiresAt: 0 })
        }
      })
    },
  }
}
