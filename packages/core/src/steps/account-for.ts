import type { GapCounts, GapReport, SourceGap } from '../model/gap-report.ts'
import type { SourceState } from '../model/integration.ts'
import type { LocatedCounts } from '../ports/source-records.ts'

/**
 * Compares what a server counted with what is known of its messages. The server was counted a moment ago, and messages
 * go on being stored: while history is being read they come out of what was not yet read, afterwards they are newer.
 */
export function accountForSource(state: SourceState, located: LocatedCounts): SourceGap {
  const { source, role, serverCount, missing, reportedAt } = state
  const seen = located.stored + located.quarantined + located.deleted + missing
  const notYetRead = Math.max(0, Math.min(state.notYetRead, serverCount - seen))
  const unexplained = serverCount - seen - notYetRead
  return {
    ...{ source, role, countedAt: reportedAt, serverCount, ...located, missing, notYetRead },
    newer: Math.max(0, -unexplained),
    gap: Math.max(0, unexplained),
  }
}

/** All sources and their sum. */
export function gapReport(sources: readonly SourceGap[]): GapReport {
  const sum = (field: keyof GapCounts) => sources.reduce((total, one) => total + one[field], 0)
  return {
    serverCount: sum('serverCount'),
    stored: sum('stored'),
    quarantined: sum('quarantined'),
    deleted: sum('deleted'),
    missing: sum('missing'),
    notYetRead: sum('notYetRead'),
    newer: sum('newer'),
    gap: sum('gap'),
    sources,
  }
}
