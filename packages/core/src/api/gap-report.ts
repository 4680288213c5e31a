import type { GapReport, SourceGap } from '../model/gap-report.ts'
import type { Transaction } from '../ports/storage.ts'
import { accountForSource, gapReport } from '../steps/account-for.ts'
import { found } from './find.ts'

/** Compares what the integration's server has with what is stored, in one snapshot. Throws `not-found`. */
export async function gapReportOf(tx: Transaction, id: string): Promise<GapReport> {
  const integration = await found('integration', id, tx.integrations.get)
  const sources: SourceGap[] = []
  for (const state of await tx.sources.list(integration.id)) {
    const located = await tx.sources.countLocated(integration.id, state.locatorPrefix)
    sources.push(accountForSource(state, located))
  }
  return gapReport(sources)
}
