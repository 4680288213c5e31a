import type { ReceivedBatch } from '@guichet/core'
import { z } from 'zod'
import type { WatchedFolder } from './choose-folders.ts'
import type { OpenFolder } from './folder.ts'
import { type Range, rangeSchema, startRange } from './range.ts'
import type { Watch } from './watch.ts'

/**
 * Draws the line between history and arrivals, and stores it before anything else. Everything is history: of a folder
 * never read, of one that the server numbered anew (UIDVALIDITY), and of one whose cursor was lost, so that nothing is
 * announced twice. Only of a folder that was renamed is it known what came since.
 */
export async function beginRange(
  watch: Watch,
  watched: WatchedFolder,
  folder: OpenFolder,
  store: (batch: ReceivedBatch) => Promise<void>,
): Promise<Range> {
  const { session, cursors, memories } = watch
  const newest = await newestUid(folder)
  const renamed = renamedFrom(watch, folder)
  const range: Range = {
    ...startRange(folder.uidValidity, newest),
    ...(renamed === null ? {} : { historyUpTo: Math.min(newest, renamed.range.highestUid) }),
    ...{ seen: folder.snapshot, mailboxId: folder.mailboxId, role: watched.role },
  }
  const before = rangeSchema.safeParse(cursors.get(folder.path)).data
  const { integrationId, log } = session
  log.info('imap folder is read from the start', { integrationId, hadCursor: before !== undefined })
  await store({
    ...{ messages: [], cursor: { source: folder.path, value: range } },
    ...(before === undefined ? {} : { reset: `${folder.path}/${before.uidValidity}/` }),
  })
  cursors.set(folder.path, range)
  memories.delete(folder.path)
  if (renamed !== null) {
    const value = { movedTo: folder.path }
    const reset = `${renamed.path}/${renamed.range.uidValidity}/`
    await store({ messages: [], cursor: { source: renamed.path, value }, reset })
    cursors.set(renamed.path, value)
  }
  return range
}

/** A range above all UIDs names the newest message (RFC 9051 §6.4.8); a server that forgot that is asked for all. */
async function newestUid(folder: OpenFolder): Promise<number> {
  const [newest] = (await folder.uids(`${maxUid}:*`)).slice(-1)
  return newest ?? (await folder.uids('1:*')).at(-1) ?? 0
}

const maxUid = 2 ** 32 - 1

interface OldFolder {
  readonly path: string
  readonly range: Range
}

/** The folder that this one was before it got its name, if it was read under another one. */
function renamedFrom({ cursors }: Watch, folder: OpenFolder): OldFolder | null {
  if (cursors.has(folder.path)) return null
  for (const [path, value] of cursors) {
    const range = rangeSchema.safeParse(value).data
    if (range !== undefined && isSameFolder(range, folder)) return { path, range }
  }
  return null
}

/**
 * By MAILBOXID (RFC 8474), which survives a change of name. Where the server has none, by UIDVALIDITY and a UIDNEXT
 * that is not behind what was read.
 */
export function isSameFolder(range: Range, folder: OpenFolder): boolean {
  if (range.uidValidity !== folder.uidValidity) return false
  if (range.mailboxId !== null || folder.mailboxId !== null) return range.mailboxId === folder.mailboxId
  const { uidNext } = folder.snapshot
  return range.highestUid > 0 && uidNext !== null && uidNext > range.highestUid
}

const movedSchema = z.strictObject({ movedTo: z.string() })

/** Where a folder that was renamed is read now; null when nobody renamed it. */
export function movedTo(value: unknown): string | null {
  return movedSchema.safeParse(value).data?.movedTo ?? null
}
