import type { GuichetError, ListenSession, SourceReport } from '@guichet/core'
import type { Alarm } from './alarm.ts'
import type { ChosenFolders, WatchedFolder } from './choose-folders.ts'
import type { Account } from './connect.ts'
import type { FolderMemory } from './find-gone.ts'
import type { ImapSecrets, ImapSettings } from './settings.ts'
import type { WindowLimits } from './windows.ts'

/** One connection at work: what has been read so far, and what wakes it. */
export interface Watch {
  readonly session: ListenSession<ImapSettings, ImapSecrets>
  readonly account: Account
  readonly limits: WindowLimits
  /** What to read; asks the server now and then. */
  choose(): Promise<ChosenFolders>
  readonly alarm: Alarm
  /** The value of each cursor by its source, as stored: a folder's range by its path. */
  readonly cursors: Map<string, unknown>
  readonly memories: Map<string, FolderMemory>
  /** Folders that could not be opened, by path. */
  readonly failures: Map<string, FolderFailures>
}

export interface FolderFailures {
  readonly count: number
  /** Not tried again before. */
  readonly parkedUntil: number
  readonly error: GuichetError
}

/** How far one turn on a folder came. */
export interface Turn {
  readonly folder: WatchedFolder
  readonly isComplete: boolean
  /** UIDs that were announced and not delivered. */
  readonly missing: readonly number[]
  /** Null until everything has been read: nobody reports before. */
  readonly source: SourceReport | null
}
