import type { TenantId } from '../../model/tenant.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Exclusive } from './one-at-a-time.ts'
import type { Tables } from './tables.ts'

const mostCandidates = 20

/** Looks at what every tenant has committed. */
export function memoryDirectory(tenants: ReadonlyMap<TenantId, Tables>, exclusively: Exclusive): Directory {
  return {
    byRoute(type, keys) {
      return exclusively(async () => {
        const found = [...tenants].flatMap(([tenant, { routes }]) =>
          [...routes].flatMap(([integrationId, entry]) => {
            const since = keys.flatMap((key) => (entry.type === type ? (entry.since.get(key) ?? []) : []))
            return since.length === 0 ? [] : [{ tenant, integrationId, since: Math.min(...since) }]
          }),
        )
        return found
          .toSorted((one, other) => one.since - other.since)
          .slice(0, mostCandidates)
          .map(({ tenant, integrationId }) => ({ tenant, integrationId }))
      })
    },
    byIntegration(integrationId) {
      return exclusively(async () => {
        const found = [...tenants].find(([, { integrations }]) => integrations.has(integrationId))
        return found === undefined ? null : { tenant: found[0], integrationId }
      })
    },
  }
}
