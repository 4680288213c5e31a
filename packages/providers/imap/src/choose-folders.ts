import { type GuichetError, isGuichetError } from '@guichet/core'
import type { ListResponse } from 'imapflow'
import type { Account } from './connect.ts'
import { roleMissing } from './errors.ts'
import { hasFlag, listFolders } from './list-folders.ts'
import type { FolderRole } from './range.ts'
import { isRole } from './settings.ts'

/** A folder that is read. */
export interface WatchedFolder {
  readonly path: string
  readonly role: FolderRole
  /** Named in the settings, by its path or its role; otherwise read only because it holds what we sent. */
  readonly isAsked: boolean
  /** Gmail's folder of everything: only labels tell what is sent, and drafts lie between the mail. */
  readonly holdsEverything: boolean
}

export interface ChosenFolders {
  readonly folders: readonly WatchedFolder[]
  /** What the settings name and nobody has. */
  readonly problems: readonly GuichetError[]
}

/**
 * What to read: the folders of the settings in their order, roles by what the server says about its folders, and
 * besides them the folder of sent mail, so that answers from other mail programs come in. `earlier` knows the roles
 * of folders read before: a server that lists nothing today loses us nothing.
 */
export async function chooseFolders(
  account: Account,
  asked: readonly string[],
  earlier: ReadonlyMap<string, FolderRole>,
): Promise<ChosenFolders> {
  const listed = await listFolders(account.client, account.endpoint)
  const isGmail = account.client.capabilities.has('X-GM-EXT-1')
  const named = asked.map((name) => folderOf(name, { listed, earlier, isGmail, account }))
  const problems = named.filter(isGuichetError)
  const folders = named.flatMap((folder) => (isGuichetError(folder) ? [] : [folder]))
  // All Mail can be hidden from IMAP in the settings of Gmail: then the inbox and what was sent have to do.
  const fallback = folders.length === 0 && asked.includes('\\All') ? [watched('INBOX', 'inbox')] : []
  const all = distinct([...folders, ...fallback])
  const sentPath = pathOf('\\Sent', listed, earlier)
  const needsSent =
    sentPath !== null && !all.some(({ holdsEverything, path }) => holdsEverything || path === sentPath)
  return { folders: needsSent ? [...all, { ...watched(sentPath, 'sent'), isAsked: false }] : all, problems }
}

/** Where what was sent lies; null where there is no such folder. */
export async function sentFolder({ client, endpoint }: Account): Promise<string | null> {
  return pathOf('\\Sent', await listFolders(client, endpoint), new Map())
}

interface Known {
  readonly listed: readonly ListResponse[]
  readonly earlier: ReadonlyMap<string, FolderRole>
  readonly isGmail: boolean
  readonly account: Account
}

function folderOf(name: string, { listed, earlier, isGmail, account }: Known): WatchedFolder | GuichetError {
  if (!isRole(name)) {
    const use = useOf(listed.find(({ path }) => path === name))
    return watched(
      name,
      use === undefined ? (earlier.get(name) ?? roleOf(name)) : roleOf(use),
      isGmail && use === '\\All',
    )
  }
  const path = name === '\\Inbox' ? 'INBOX' : pathOf(name, listed, earlier)
  if (path !== null) return watched(path, roleOf(name), isGmail && name === '\\All')
  return roleMissing(
    name,
    listed.map((folder) => folder.path),
    account.endpoint,
  )
}

function watched(path: string, role: FolderRole, holdsEverything = false): WatchedFolder {
  return { path, role, isAsked: true, holdsEverything }
}

function pathOf(
  use: string,
  listed: readonly ListResponse[],
  earlier: ReadonlyMap<string, FolderRole>,
): string | null {
  const found =
    listed.find((folder) => hasFlag(folder, use)) ?? listed.find(({ specialUse }) => specialUse === use)
  if (found !== undefined) return found.path
  if (listed.length > 0) return null
  return [...earlier].find(([, role]) => role === roleOf(use) && role !== 'other')?.[0] ?? null
}

const roleOfUse: ReadonlyMap<string, FolderRole> = new Map([
  ['\\Inbox', 'inbox'],
  ['INBOX', 'inbox'],
  ['\\Sent', 'sent'],
  ['\\Junk', 'junk'],
  ['\\Archive', 'archive'],
  ['\\All', 'archive'],
])

function useOf(folder: ListResponse | undefined): string | undefined {
  if (folder === undefined) return undefined
  return [...roleOfUse.keys()].find((use) => hasFlag(folder, use)) ?? folder.specialUse
}

function roleOf(use: string): FolderRole {
  return roleOfUse.get(use) ?? 'other'
}

function distinct(folders: readonly WatchedFolder[]): readonly WatchedFolder[] {
  return [...new Map(folders.map((folder) => [folder.path, folder])).values()]
}
