/** Whether the last sync brought everything (`success`), left something behind (`partial`), or failed. */
export type SyncStatus = 'success' | 'partial' | 'error'

/** How the latest look at a source went. */
export interface SyncState {
  readonly lastSyncAt: Date | null
  readonly lastSyncStatus: SyncStatus | null
  /** Why it was `partial` or `error`: a sentence that names the remedy. */
  readonly lastSyncError: string | null
}

/** One connected account of a tenant: a mailbox, a phone number, a webhook source. */
export interface Integration extends SyncState {
  readonly id: string
  /** The channel type that serves it, for instance `imap`. */
  readonly type: string
  readonly name: string
  /** Checked by the channel type's schema; holds no secret. */
  readonly settings: unknown
  /** The encrypted secrets (see `encryption.ts`), never the secrets. */
  readonly secrets: string
  readonly paused: boolean
  /** How often a mailbox is looked at even when its server pushes nothing. */
  readonly intervalSeconds: number
  readonly createdAt: Date
}

/** How far a mailbox folder (or any other source of an integration) has been read; opaque to core. */
export interface Cursor {
  readonly source: string
  readonly value: unknown
}
