import type { TenantId } from '../model/tenant.ts'

/** An integration of any tenant. */
export interface DirectoryEntry {
  readonly tenant: TenantId
  readonly integrationId: string
}

/**
 * Finds out whose a request from outside is, before its tenant is known. Like the leases it crosses tenants, and like
 * them it knows ids and route keys only: that an integration is found proves nothing about the request.
 */
export interface Directory {
  /** The integrations of this type with one of these keys, the oldest claim to a key first; at most 20. */
  byRoute(type: string, keys: readonly string[]): Promise<readonly DirectoryEntry[]>
  byIntegration(integrationId: string): Promise<DirectoryEntry | null>
}
