import type { OpenFolder } from './folder.ts'
import { addKnown, compareKnown, type KnownUids } from './known-uids.ts'
import type { Range, Snapshot } from './range.ts'
import { countOf, runsOf, type UidRuns } from './uid-runs.ts'

/** What is remembered of a folder while a connection lasts. */
export interface FolderMemory {
  /** Null where the server tells what vanished. */
  readonly known: KnownUids | null
  /** UIDs of mail that came since `range.seen`. */
  readonly arrivals: readonly number[]
  /** When the whole folder was last compared; 0 for not yet. */
  readonly comparedAt: number
}

export interface GoneMessages {
  readonly gone: UidRuns
  readonly memory: FolderMemory
  /** Whether what is known changed so much that it should be stored. */
  readonly isNews: boolean
}

/** How often a folder is compared as a whole though its numbers tell of no change: they may be wrong. */
const compareEveryMs = 30 * 60_000
const manyUnsaved = 1_000

/**
 * Finds what a folder that has been read to the end no longer has. A server with QRESYNC says so itself; every other
 * one is asked for all its UIDs when its numbers do not add up, and every half hour. Counting alone is not enough: one
 * arrival and one expunge leave the count as it was, which is why UIDNEXT and the modification sequence count too.
 */
export async function findGone(
  folder: OpenFolder,
  range: Range,
  memory: FolderMemory,
  now: number,
): Promise<GoneMessages> {
  const { seen } = range
  const current = folder.snapshot
  if (folder.tellsVanished && seen !== null && isNewer(current.modseq, seen.modseq)) {
    if (current.modseq === seen.modseq) return nothingGone(memory)
    if (current.exists > 0) return askVanished(folder, range, memory, seen.modseq)
  }
  const isDue = now - memory.comparedAt >= compareEveryMs && !folder.tellsVanished
  const addsUp = seen !== null && seen.exists + arrivedUntil(memory, current) === current.exists
  // Where the server tells, only a modification sequence that went back (a restored backup) leads here.
  if (addsUp && !isDue && !wentBack(seen, current)) return nothingGone(memory)
  return compare(folder, range, memory, now)
}

function nothingGone(memory: FolderMemory): GoneMessages {
  return { gone: [], memory, isNews: (memory.known?.unsaved ?? 0) >= manyUnsaved }
}

async function askVanished(
  folder: OpenFolder,
  range: Range,
  memory: FolderMemory,
  modseq: string,
): Promise<GoneMessages> {
  const uids = await folder.vanishedSince(modseq, range.highestUid)
  return { gone: runsOf(uids.filter((uid) => uid >= range.lowestUid)), memory, isNews: false }
}

async function compare(
  folder: OpenFolder,
  range: Range,
  memory: FolderMemory,
  now: number,
): Promise<GoneMessages> {
  const whole: KnownUids = { uids: [[range.lowestUid, range.highestUid]], unsaved: 0 }
  const onServer = await folder.uids('1:*')
  const { gone, known } = compareKnown(memory.known ?? whole, onServer, range)
  const isNews = countOf(gone) > 0 || known.unsaved > 0 || memory.comparedAt === 0
  return {
    gone,
    isNews: isNews && memory.known !== null,
    memory: { ...memory, known: memory.known === null ? null : known, comparedAt: now },
  }
}

function isNewer(modseq: string | null, than: string | null): than is string {
  return modseq !== null && than !== null && BigInt(modseq) >= BigInt(than)
}

function wentBack(seen: Snapshot | null, { modseq }: Snapshot): boolean {
  return seen?.modseq != null && modseq !== null && BigInt(modseq) < BigInt(seen.modseq)
}

/** Of the arrivals, those that the snapshot counts: what came after it was taken is not in it yet. */
function arrivedUntil({ arrivals }: FolderMemory, { uidNext }: Snapshot): number {
  return uidNext === null ? arrivals.length : arrivals.filter((uid) => uid < uidNext).length
}

/** After a pass whose beginning the snapshot shows: what it counts is not an arrival any more. */
export function settle(memory: FolderMemory, { uidNext }: Snapshot): FolderMemory {
  const later = uidNext === null ? [] : memory.arrivals.filter((uid) => uid >= uidNext)
  return { ...memory, arrivals: later }
}

/** After a window; `highestUid` is that of the range before it. */
export function noteWindow(memory: FolderMemory, uids: readonly number[], highestUid: number): FolderMemory {
  return {
    ...memory,
    known: memory.known === null ? null : addKnown(memory.known, uids),
    arrivals: [...memory.arrivals, ...uids.filter((uid) => uid > highestUid)],
  }
}
