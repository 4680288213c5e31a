import type { ImapFlow, ListResponse } from 'imapflow'
import { type Endpoint, imapError } from './errors.ts'

/**
 * The folders that can be opened, with what they are used for: by SPECIAL-USE (RFC 6154), else by the names that
 * mail programs give them in some forty languages.
 */
export async function listFolders(client: ImapFlow, endpoint: Endpoint): Promise<readonly ListResponse[]> {
  try {
    return (await client.list()).filter(canBeOpened)
  } catch (error) {
    throw imapError(error, endpoint)
  }
}

/** Their paths only, which every server can tell. */
export async function folderPaths(client: ImapFlow, endpoint: Endpoint): Promise<readonly string[]> {
  try {
    return (await client.list({ listOnly: true })).filter(canBeOpened).map(({ path }) => path)
  } catch (error) {
    throw imapError(error, endpoint)
  }
}

function canBeOpened(folder: ListResponse): boolean {
  return !hasFlag(folder, '\\Noselect') && !hasFlag(folder, '\\NonExistent')
}

/** Flags are the same in any letter case (RFC 9051 §9): Cyrus writes `\sent`, which imapflow does not take for `\Sent`. */
export function hasFlag({ flags }: ListResponse, flag: string): boolean {
  return [...flags].some((given) => given.toLowerCase() === flag.toLowerCase())
}
