import { GuichetError } from '../../errors.ts'
import type { IntegrationRecords } from '../../ports/records.ts'
import { compareText } from './page-of.ts'
import { copyOrNull, existingRow, innerMap, insertRow, type LeaseRow, type MemoryContext } from './tables.ts'

const freeLease: LeaseRow = { owner: null, fence: 0, expiresAt: 0, syncRequested: false }

export function memoryIntegrations(context: MemoryContext): IntegrationRecords {
  const { journal } = context

  function changeLease(id: string, changes: Partial<LeaseRow>): void {
    const { leases } = context.tables()
    const lease = leases.get(id)
    if (lease !== undefined) journal.set(leases, id, { ...lease, ...changes })
  }

  return {
    async insert(integration) {
      const { integrations, leases } = context.tables()
      insertRow(context, integrations, { key: integration.id, value: integration, name: 'integration' })
      journal.set(leases, integration.id, freeLease)
    },
    async get(id) {
      return copyOrNull(context.tables().integrations.get(id))
    },
    async list() {
      const all = [...context.tables().integrations.values()]
      all.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.id, b.id))
      return structuredClone(all)
    },
    async update(integration) {
      const { integrations } = context.tables()
      const known = existingRow(integrations, integration.id, 'integration')
      const { name, settings, secrets, paused, intervalSeconds } = structuredClone(integration)
      journal.set(integrations, known.id, { ...known, name, settings, secrets, paused, intervalSeconds })
      changeLease(known.id, { owner: null, expiresAt: 0 })
    },
    async setSyncState(id, state) {
      const { integrations } = context.tables()
      const known = integrations.get(id)
      // A worker may report on an integration that was removed a moment ago: that is not its fault.
      if (known === undefined) return
      const { lastSyncAt, lastSyncStatus, lastSyncError, lastSyncProblem } = structuredClone(state)
      journal.set(integrations, id, {
        ...known,
        ...{ lastSyncAt, lastSyncStatus, lastSyncError, lastSyncProblem },
      })
    },
    async setSendHold(id, { sendError, sendProblem, sendHeldUntil }) {
      const { integrations } = context.tables()
      const known = integrations.get(id)
      if (known === undefined) return
      journal.set(integrations, id, {
        ...known,
        ...structuredClone({ sendError, sendProblem, sendHeldUntil }),
      })
    },
    async setRoutes(id, type, keys) {
      const { routes } = context.tables()
      const before = routes.get(id)?.since
      const now = context.clock.now().getTime()
      const since = new Map(keys.map((key) => [key, before?.get(key) ?? now]))
      journal.set(routes, id, { type, since })
    },
    async remove(id) {
      const { integrations, leases, cursors, sources, readers, attempts, ...called } = context.tables()
      existingRow(integrations, id, 'integration')
      journal.delete(integrations, id)
      journal.delete(leases, id)
      journal.delete(cursors, id)
      journal.delete(sources, id)
      journal.delete(readers, id)
      journal.delete(attempts, id)
      journal.delete(called.callbacks, id)
      journal.delete(called.routes, id)
    },
    async requestSync(id) {
      changeLease(id, { syncRequested: true })
    },
    async assertLease(id, fence) {
      const lease = context.tables().leases.get(id)
      const isHeld = lease !== undefined && lease.owner !== null && lease.fence === fence
      if (isHeld && lease.expiresAt > context.clock.now().getTime()) return
      throw new GuichetError('lease-lost', `another worker may be listening to integration ${id} by now`)
    },
    async cursors(id) {
      return structuredClone([...(context.tables().cursors.get(id)?.values() ?? [])])
    },
    async setCursor(id, cursor) {
      journal.set(innerMap(context.tables().cursors, id), cursor.source, structuredClone(cursor))
    },
  }
}
