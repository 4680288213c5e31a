import { isGuichetError } from '@guichet/core'
import { isSameFolder, movedTo } from './begin-range.ts'
import { openFolder } from './folder.ts'
import { folderPaths } from './list-folders.ts'
import { rangeSchema } from './range.ts'
import type { Watch } from './watch.ts'

/** Opening a folder costs a round trip; an account with more folders than this is not searched through. */
const maxOpened = 100

/**
 * The new path of a folder that is read and no longer there. Without MAILBOXID a folder with the same UIDVALIDITY must
 * be the only one: two made in the same second may share it, and reading somebody's private folder in place of the
 * one that was named would be worse than reading none.
 */
export async function followRename(watch: Watch, path: string): Promise<string | null> {
  const { account, cursors } = watch
  const moved = movedTo(cursors.get(path))
  if (moved !== null) return moved
  const range = rangeSchema.safeParse(cursors.get(path)).data
  if (range === undefined) return null
  const candidates = await folderPaths(account.client, account.endpoint)
  const same: string[] = []
  for (const candidate of candidates.filter((other) => !cursors.has(other)).slice(0, maxOpened)) {
    const folder = await openFolder(account, candidate).catch((error: unknown) => {
      // A folder that cannot be opened is not the one.
      if (isGuichetError(error) && error.field === 'folders') return null
      throw error
    })
    if (folder === null) continue
    if (isSameFolder(range, folder)) same.push(candidate)
    folder.release()
  }
  return same.length === 1 ? (same[0] ?? null) : null
}
