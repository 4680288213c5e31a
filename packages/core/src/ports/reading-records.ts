/**
 * What is known of messages that may end the process that reads them. Counting every message before it is read would
 * cost a commit each; so sessions are noted, and messages are counted only after a session that never ended.
 */
export interface ReadingRecords {
  /** Notes that a session reads an integration from now on. Returns whether the one before it had ended. */
  begin(integrationId: string, sessionId: string): Promise<boolean>
  /** The session is over and its process alive. Ignored when another session has begun since. */
  end(integrationId: string, sessionId: string): Promise<void>
  /** Counts an attempt to read what is at this place; returns how many there have been, with this one. */
  attempt(integrationId: string, locator: string): Promise<number>
  /** How many attempts there have been, for those of these places that have any. */
  attempts(integrationId: string, locators: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** It was read, or given up, and the process is alive: its attempts are forgotten. */
  survived(integrationId: string, locator: string): Promise<void>
}
