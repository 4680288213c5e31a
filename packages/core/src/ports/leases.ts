import type { TenantId } from '../model/tenant.ts'

/** A worker's right to listen to one integration, for a while. The fence goes up with every new holder. */
export interface Lease {
  readonly tenant: TenantId
  readonly integrationId: string
  readonly fence: number
}

/**
 * Leases over the integrations that exist and are not paused, on the database's clock. A lease exists for
 * every integration from its creation (see `IntegrationRecords.insert`).
 */
export interface Leases {
  /** Takes up to `limit` leases that nobody holds, for `leaseMs`. Two callers never get the same one. */
  acquire(owner: string, leaseMs: number, limit: number): Promise<readonly Lease[]>
  /** Prolongs leases; returns those that are still held, with `syncRequested` when somebody asked for a sync. */
  renew(owner: string, leaseMs: number, leases: readonly Lease[]): Promise<readonly RenewedLease[]>
  /** Gives leases back before they expire. Stale ones are ignored. */
  release(owner: string, leases: readonly Lease[]): Promise<void>
}

export interface RenewedLease extends Lease {
  /** Somebody called `requestSync` since the last renewal; renewing clears it. */
  readonly syncRequested: boolean
}
