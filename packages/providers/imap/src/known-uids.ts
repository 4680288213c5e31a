import { z } from 'zod'
import type { Range } from './range.ts'
import { printRuns, readRuns, runsOf, type UidRuns, union, within, without } from './uid-runs.ts'

/**
 * Which UIDs of a folder may be stored: what a server without VANISHED must be compared with to learn what went.
 * Kept as a cursor of its own and only now and then; what was read since is a stretch of the range where any UID
 * may be stored, so that nothing is missed, at worst something is said to be gone that never was.
 */
export interface KnownUids {
  /** UIDs that were on the server when somebody last looked, or were read since. */
  readonly uids: UidRuns
  /** How much of it the stored cursor lacks. */
  readonly unsaved: number
}

const knownSchema = z.strictObject({
  uidValidity: z.string(),
  lowestUid: z.int(),
  highestUid: z.int(),
  uids: z.string(),
})

/** The name of the cursor; no folder begins like this. */
export function knownSource(path: string): string {
  return `\\uids/${path}`
}

/** What may be stored within a range, given the stored cursor. */
export function readKnown(value: unknown, range: Range): KnownUids {
  const whole: UidRuns = range.lowestUid > range.highestUid ? [] : [[range.lowestUid, range.highestUid]]
  const stored = knownSchema.safeParse(value).data
  const uids = stored === undefined ? null : readRuns(stored.uids)
  if (stored === undefined || uids === null || stored.uidValidity !== range.uidValidity) {
    return { uids: whole, unsaved: 0 }
  }
  const covered: UidRuns = [[stored.lowestUid, stored.highestUid]]
  return { uids: union(uids, without(whole, covered)), unsaved: 0 }
}

export function addKnown(known: KnownUids, uids: readonly number[]): KnownUids {
  if (uids.length === 0) return known
  return { uids: union(known.uids, runsOf(uids)), unsaved: known.unsaved + uids.length }
}

/** What is known and no more on the server; and what is known from then on. */
export function compareKnown(
  known: KnownUids,
  onServer: readonly number[],
  range: Range,
): { readonly gone: UidRuns; readonly known: KnownUids } {
  const existing = within(runsOf(onServer), range.lowestUid, range.highestUid)
  const gone = without(within(known.uids, range.lowestUid, range.highestUid), existing)
  return { gone, known: { uids: existing, unsaved: known.unsaved } }
}

/** The value of the cursor. */
export function printKnown({ uids }: KnownUids, range: Range): z.infer<typeof knownSchema> {
  const { uidValidity, lowestUid, highestUid } = range
  return { uidValidity, lowestUid, highestUid, uids: printRuns(uids) }
}
