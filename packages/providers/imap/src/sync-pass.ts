import { type GuichetError, isGuichetError, type SyncReport } from '@guichet/core'
import type { WatchedFolder } from './choose-folders.ts'
import { followRename } from './follow-rename.ts'
import { syncFolder } from './sync-folder.ts'
import type { Turn, Watch } from './watch.ts'

/**
 * One pass: every folder until it is complete. Folders take turns, so that a long history in one does not
 * hold up the arrivals of another; the first one comes last as well, because it is then listened to.
 */
export async function syncAll(watch: Watch): Promise<SyncReport> {
  const { session } = watch
  const chosen = await watch.choose()
  const problems = new Map<string, GuichetError>(chosen.problems.map((error) => [error.message, error]))
  const turns = new Map<string, Turn>()
  const round =
    chosen.folders.length === 1 ? chosen.folders : [...chosen.folders, ...chosen.folders.slice(0, 1)]
  for (let unfinished = true; unfinished && !session.signal.aborted; ) {
    unfinished = false
    for (const folder of round) {
      const turn = await takeTurn(watch, folder, problems)
      if (turn !== null) turns.set(folder.path, turn)
      if (turn?.isComplete === false) unfinished = true
      if (session.signal.aborted) break
    }
    throwWhenNothingIsLeft(turns, problems)
  }
  return summary([...turns.values()], problems)
}

/** When no folder of the settings can be read, somebody has to correct them. */
function throwWhenNothingIsLeft(
  turns: ReadonlyMap<string, Turn>,
  problems: ReadonlyMap<string, GuichetError>,
): void {
  const [first] = problems.values()
  if (first !== undefined && ![...turns.values()].some(({ folder }) => folder.isAsked)) throw first
}

/** After so many attempts in a row a folder that cannot be opened is left alone for a while. */
const attemptsBeforeParking = 3
const parkedMs = 6 * 60 * 60_000

/** One turn on one folder; null when it cannot be read, which is noted and does not stop the others. */
async function takeTurn(
  watch: Watch,
  folder: WatchedFolder,
  problems: Map<string, GuichetError>,
): Promise<Turn | null> {
  const before = watch.failures.get(folder.path)
  const now = watch.session.clock.now().getTime()
  const isParked = before !== undefined && now < before.parkedUntil
  if (isParked && folder.isAsked) problems.set(folder.path, before.error)
  // One attempt in a pass, however many turns the others need.
  if (isParked || problems.has(folder.path)) return null
  try {
    const turn = await syncWhereItIs(watch, folder)
    watch.failures.delete(folder.path)
    return turn
  } catch (error) {
    if (!isGuichetError(error) || error.field !== 'folders') throw error
    const count = (before?.count ?? 0) + 1
    const parkedUntil = count >= attemptsBeforeParking ? now + parkedMs : 0
    watch.failures.set(folder.path, { count, parkedUntil, error })
    problems.set(folder.path, error)
    return null
  }
}

async function syncWhereItIs(watch: Watch, folder: WatchedFolder): Promise<Turn> {
  try {
    return await syncFolder(watch, folder)
  } catch (error) {
    if (!isGuichetError(error) || error.code !== 'folder-missing') throw error
    const path = await followRename(watch, folder.path)
    if (path === null) throw error
    watch.session.log.info('imap folder was renamed', { integrationId: watch.session.integrationId })
    return syncFolder(watch, { ...folder, path })
  }
}

function summary(turns: readonly Turn[], problems: ReadonlyMap<string, GuichetError>): SyncReport {
  const missing = turns.flatMap(({ missing: uids, folder }) => missingSentence(folder.path, uids))
  const sentences = [...[...problems.values()].map(({ message }) => message), ...missing]
  const sources = turns.flatMap(({ source }) => source ?? [])
  return sentences.length === 0
    ? { status: 'success', error: null, sources }
    : { status: 'partial', error: sentences.join('; '), sources }
}

function missingSentence(path: string, missing: readonly number[]): readonly string[] {
  if (missing.length === 0) return []
  const shown = missing.slice(0, 20).join(', ')
  return [
    `the server lists ${missing.length} messages of ${path} but did not deliver them (UID ${shown}); they are asked for again`,
  ]
}
