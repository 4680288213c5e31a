import type { SyncStatus } from '../model/integration.ts'
import type { AcceptResult, SyncReport } from '../ports/channel.ts'
import type { Lease } from '../ports/leases.ts'
import type { ListeningContext } from './listening-context.ts'

/** Writes how syncs went into the integration, and an event when there is something to tell. */
export interface SyncReporter {
  count(result: AcceptResult): void
  report(report: SyncReport): Promise<void>
}

export function syncReporter(ctx: ListeningContext, lease: Lease): SyncReporter {
  let lastStatus: SyncStatus | null = null
  let stored = 0
  let quarantined = 0
  return {
    count(result) {
      stored += result.stored
      quarantined += result.quarantined
    },
    async report({ status, error, problem, sources }) {
      const at = ctx.clock.now()
      // A poll that found nothing is not news; hundreds an hour would drown what is.
      const isNews = stored > 0 || status !== lastStatus
      const data = { status, stored, quarantined }
      await ctx.storage.transaction(lease.tenant, async (tx) => {
        await tx.integrations.assertLease(lease.integrationId, lease.fence)
        await tx.integrations.setSyncState(lease.integrationId, {
          lastSyncAt: at,
          lastSyncStatus: status,
          lastSyncError: error,
          lastSyncProblem: problem ?? null,
        })
        if (sources !== undefined) {
          const states = sources.map((source) => ({ ...source, reportedAt: at }))
          await tx.sources.replace(lease.integrationId, states)
        }
        if (isNews) {
          await tx.events.append([
            {
              ...{ id: ctx.clock.newId(), type: 'integration.synced', at, actor: { kind: 'system' } },
              ...{ conversationId: null, messageId: null, integrationId: lease.integrationId, data },
            },
          ])
        }
      })
      ctx.metrics?.count('guichet_syncs_total', { status })
      lastStatus = status
      stored = 0
      quarantined = 0
    },
  }
}
