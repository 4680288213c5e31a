import type { SourceState } from '../model/integration.ts'

/** Where a message was seen. */
export interface MessageLocation {
  readonly locator: string
  readonly messageId: string
}

/** Places by what became of the message that was seen there. */
export interface LocatedCounts {
  /** Stored and understood. */
  readonly stored: number
  /** Stored, not understood. */
  readonly quarantined: number
  /** Deleted here: nothing is left of the message but its claim. */
  readonly deleted: number
}

/** What a mailbox has and where: the places of messages, and the state of its folders. */
export interface SourceRecords {
  /** Remembers places; a place that is known already points to the new message afterwards. */
  locate(integrationId: string, locations: readonly MessageLocation[]): Promise<void>
  /** Forgets places; unknown ones are ignored. The messages stay. */
  unlocate(integrationId: string, locators: readonly string[]): Promise<void>
  /** Forgets every place whose locator begins with the prefix. The messages stay. */
  unlocateAll(integrationId: string, prefix: string): Promise<void>
  /** What is known at the places that begin with the prefix. */
  countLocated(integrationId: string, prefix: string): Promise<LocatedCounts>
  /** Replaces what was known of the sources: one that is not named any more is not watched any more. */
  replace(integrationId: string, sources: readonly SourceState[]): Promise<void>
  /** By name. */
  list(integrationId: string): Promise<readonly SourceState[]>
}
