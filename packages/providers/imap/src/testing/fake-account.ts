import { type FakeFolder, type FolderChange, type FolderOptions, fakeFolder } from './fake-folder.ts'

/** The mailbox behind a fake IMAP server: folders that a test fills, renames and empties while it is watched. */
export interface FakeAccount {
  readonly folders: ReadonlyMap<string, FakeFolder>
  /** The folder of this path. Throws when there is none. */
  folder(path: string): FakeFolder
  create(path: string, options?: FolderOptions): FakeFolder
  /** Keeps messages, UIDVALIDITY and MAILBOXID, as RENAME does. */
  rename(from: string, to: string): void
  remove(path: string): void
  /** Calls back at every change; returns how to stop. */
  onChange(callback: (change: FolderChange) => void): () => void
}

/** An account with an INBOX and the folders given. */
export function fakeAccount(folders: Readonly<Record<string, FolderOptions>> = {}): FakeAccount {
  const byPath = new Map<string, FakeFolder>()
  const listeners = new Set<(change: FolderChange) => void>()
  const tell = (change: FolderChange) => {
    for (const listener of listeners) listener(change)
  }
  let created = 0
  const account: FakeAccount = {
    folders: byPath,
    folder(path) {
      const folder = byPath.get(path)
      if (folder === undefined) throw new Error(`the fake account has no folder ${path}`)
      return folder
    },
    create(path, options = {}) {
      created += 1
      const owner = { mailboxId: `F${created}`, tell }
      const folder = fakeFolder(path, { uidValidity: BigInt(1_000 + created), ...options }, owner)
      byPath.set(path, folder)
      return folder
    },
    rename(from, to) {
      const folder = account.folder(from)
      byPath.delete(from)
      folder.path = to
      byPath.set(to, folder)
    },
    remove(path) {
      byPath.delete(path)
    },
    onChange(callback) {
      listeners.add(callback)
      return () => listeners.delete(callback)
    },
  }
  for (const [path, options] of Object.entries({ INBOX: {}, ...folders })) account.create(path, options)
  return account
}
