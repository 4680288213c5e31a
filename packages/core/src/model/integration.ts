import type { AccountProblem } from './account-problem.ts'

/** Whether the last sync brought everything (`success`), left something behind (`partial`), or failed. */
export type SyncStatus = 'success' | 'partial' | 'error'

/** How the latest look at a source went. */
export interface SyncState {
  readonly lastSyncAt: Date | null
  readonly lastSyncStatus: SyncStatus | null
  /** Why it was `partial` or `error`: a sentence that names the remedy. */
  readonly lastSyncError: string | null
  /** The same for any language, where it is about the login or the settings. */
  readonly lastSyncProblem: AccountProblem | null
}

/** Why nothing leaves over an integration at the moment: its login was refused, or its server is silent. All null while nothing holds it. */
export interface SendHold {
  /** A sentence that names the remedy. */
  readonly sendError: string | null
  /** The same for any language, where it is about the login or the settings. */
  readonly sendProblem: AccountProblem | null
  /** Until then messages wait, unless its login or its settings change; then one of them tries. */
  readonly sendHeldUntil: Date | null
}

/** One connected account of a tenant: a mailbox, a phone number, a webhook source. */
export interface Integration extends SyncState, SendHold {
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

/** What a source is for; a folder without a SPECIAL-USE (RFC 6154) is `other`. */
export const sourceRoles = ['inbox', 'sent', 'junk', 'archive', 'other'] as const
export type SourceRole = (typeof sourceRoles)[number]

/** What a server has in one source (a mailbox folder), counted after a pass over it. */
export interface SourceReport {
  readonly source: string
  /** What the locators of its messages begin with: `folder/UIDVALIDITY/`. */
  readonly locatorPrefix: string
  readonly role: SourceRole
  /** How many messages the server says it has there. */
  readonly serverCount: number
  /** Announced by the server but not delivered; asked for again in every pass. */
  readonly missing: number
  /** Not reached yet: the history of a first sync. */
  readonly notYetRead: number
}

/** A source as it was last reported. */
export interface SourceState extends SourceReport {
  readonly reportedAt: Date
}
