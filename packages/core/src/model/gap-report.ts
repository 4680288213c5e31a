import type { SourceRole } from './integration.ts'

/** Where every message that a server has went: `serverCount + newer` is the sum of all the others. */
export interface GapCounts {
  readonly serverCount: number
  /** In a conversation. */
  readonly stored: number
  /** Kept as they came, because they could not be read. */
  readonly quarantined: number
  /** Deleted here; they stay away although the server still has them. */
  readonly deleted: number
  /** Announced by the server but not delivered; asked for again in every pass. */
  readonly missing: number
  /** Not reached yet: the history of a first sync. */
  readonly notYetRead: number
  /** Stored since the server was counted. */
  readonly newer: number
  /** What nothing explains; 0 is as it should be. */
  readonly gap: number
}

export interface SourceGap extends GapCounts {
  readonly source: string
  readonly role: SourceRole
  /** When the server was counted. */
  readonly countedAt: Date
}

/** Whether everything that the server of an integration has is accounted for, by source and in sum. */
export interface GapReport extends GapCounts {
  /** Empty until the first pass over a mailbox is complete, and for channels that are only called. */
  readonly sources: readonly SourceGap[]
}
