import { type ReceivedBatch, type SourceReport, toGuichetError } from '@guichet/core'
import { beginRange } from './begin-range.ts'
import type { WatchedFolder } from './choose-folders.ts'
import { type FolderMemory, findGone, noteWindow, settle } from './find-gone.ts'
import { type OpenFolder, openFolder } from './folder.ts'
import { inFlight } from './in-flight.ts'
import { knownSource, printKnown, readKnown } from './known-uids.ts'
import { oneAhead } from './one-ahead.ts'
import { isComplete, isSameRange, type Range, readRange } from './range.ts'
import { countOf, type UidRuns, uidsOf } from './uid-runs.ts'
import type { Turn, Watch } from './watch.ts'
import { readWindows, type Window } from './windows.ts'

/**
 * One turn on one folder: what is missing, arrivals, a stretch of history; and once everything has been read, what
 * the server no longer has. Throws the errors of `openFolder`.
 */
export async function syncFolder(watch: Watch, watched: WatchedFolder): Promise<Turn> {
  const folder = await openFolder(watch.account, watched.path)
  try {
    const begun =
      readRange(watch.cursors.get(folder.path), folder.uidValidity) ??
      (await beginRange(watch, watched, folder, (batch) => store(watch, batch)))
    rememberKnown(watch, folder, begun)
    const range = await readOnwards(watch, watched, folder, begun)
    const isDone = isComplete(range) && !watch.session.signal.aborted
    const source = isDone ? await sourceReport(watch, watched, folder, range) : null
    if (isDone) await forgetGone(watch, folder, range)
    return { folder: watched, isComplete: isComplete(range), missing: range.missing, source }
  } finally {
    folder.release()
  }
}

/** Windows that may be on their way to disk and into the database while the next one is fetched. */
const windowsBehind = 2

async function readOnwards(
  watch: Watch,
  watched: WatchedFolder,
  folder: OpenFolder,
  begun: Range,
): Promise<Range> {
  const { session, limits } = watch
  const isSent = (labels: readonly string[] | undefined) =>
    watched.holdsEverything ? (labels?.includes('\\Sent') ?? false) : watched.role === 'sent'
  const reading = { folder: withoutDrafts(folder, watched), limits, clock: session.clock, isSent }
  let range = begun
  const storing = inFlight(windowsBehind)
  for await (const window of oneAhead(readWindows(reading, range))) {
    if (session.signal.aborted) break
    if (window.messages.length > 0 || !isSameRange(range, window.range)) {
      await storing.add(storeWindow(watch, folder, window))
    }
    remember(watch, folder, (memory) => noteWindow(memory, window.uids, range.highestUid))
    range = window.range
    watch.cursors.set(folder.path, range)
  }
  await storing.settled()
  return range
}

/** Gmail's folder of everything has drafts too, which change with every key pressed and are no mail. */
function withoutDrafts(folder: OpenFolder, { holdsEverything }: WatchedFolder): OpenFolder {
  if (!holdsEverything) return folder
  return {
    ...folder,
    async uids(range) {
      const drafts = new Set(await folder.drafts())
      return (await folder.uids(range)).filter((uid) => !drafts.has(uid))
    },
  }
}

/** Locators told at once: a folder that was emptied has a hundred thousand. */
const goneAtOnce = 1_000

async function forgetGone(watch: Watch, folder: OpenFolder, range: Range): Promise<void> {
  const memory = memoryOf(watch, folder)
  const found = await findGone(folder, range, memory, watch.session.clock.now().getTime())
  await storeGone(watch, folder, found.gone)
  const looked: Range = { ...range, seen: folder.snapshot }
  if (!isSameRange(range, looked)) {
    await store(watch, { messages: [], cursor: { source: folder.path, value: looked } })
    watch.cursors.set(folder.path, looked)
  }
  let after = settle(found.memory, folder.snapshot)
  if (found.isNews && after.known !== null) {
    const value = printKnown(after.known, looked)
    await store(watch, { messages: [], cursor: { source: knownSource(folder.path), value } })
    after = { ...after, known: { ...after.known, unsaved: 0 } }
  }
  remember(watch, folder, () => after)
}

async function storeGone(watch: Watch, folder: OpenFolder, gone: UidRuns): Promise<void> {
  if (countOf(gone) === 0) return
  const prefix = locatorPrefix(folder)
  let locators: string[] = []
  for (const uid of uidsOf(gone)) {
    locators.push(`${prefix}${uid}`)
    if (locators.length < goneAtOnce) continue
    await store(watch, { messages: [], cursor: null, gone: locators })
    locators = []
  }
  if (locators.length > 0) await store(watch, { messages: [], cursor: null, gone: locators })
}

/**
 * What the server has in a folder that has been read to its end, as of the opening and what arrived since. Servers
 * count drafts in the folder of everything, we do not.
 */
async function sourceReport(
  watch: Watch,
  { path, role, holdsEverything }: WatchedFolder,
  folder: OpenFolder,
  range: Range,
): Promise<SourceReport> {
  const { exists } = folder.snapshot
  const drafts = holdsEverything ? (await folder.drafts()).length : 0
  const later = settle(memoryOf(watch, folder), folder.snapshot).arrivals.length
  return {
    ...{ source: path, locatorPrefix: locatorPrefix(folder), role },
    ...{ serverCount: exists - drafts + later, missing: range.missing.length, notYetRead: 0 },
  }
}

function locatorPrefix({ path, uidValidity }: OpenFolder): string {
  return `${path}/${uidValidity}/`
}

function rememberKnown(watch: Watch, folder: OpenFolder, range: Range): void {
  if (watch.memories.has(folder.path)) return
  const stored = watch.cursors.get(knownSource(folder.path))
  const known = folder.tellsVanished ? null : readKnown(stored, range)
  watch.memories.set(folder.path, { known, arrivals: [], comparedAt: 0 })
}

function memoryOf(watch: Watch, { path }: OpenFolder): FolderMemory {
  return watch.memories.get(path) ?? { known: null, arrivals: [], comparedAt: 0 }
}

function remember(watch: Watch, folder: OpenFolder, change: (memory: FolderMemory) => FolderMemory): void {
  watch.memories.set(folder.path, change(memoryOf(watch, folder)))
}

function storeWindow(watch: Watch, folder: OpenFolder, { messages, range }: Window): Promise<void> {
  return store(watch, { messages, cursor: { source: folder.path, value: range } })
}

async function store({ session }: Watch, batch: ReceivedBatch): Promise<void> {
  // What fails here is not the mail server: a refused database must not read as a refused IMAP port.
  await session.accept(batch).catch((error: unknown) => {
    throw toGuichetError(error)
  })
}
