import { z } from 'zod'
import { printRuns, runsOf } from './uid-runs.ts'

/** What a folder is for, as far as it matters here (RFC 6154); `\All` of Gmail counts as an archive. */
export const folderRoles = ['inbox', 'sent', 'junk', 'archive', 'other'] as const

export type FolderRole = (typeof folderRoles)[number]

/** What a server said of a folder when it was opened; every part may be missing or wrong (see `folder.ts`). */
const snapshotSchema = z.strictObject({
  /** The UID that the next message will get. */
  uidNext: z.int().min(1).nullable(),
  exists: z.int().min(0),
  /** HIGHESTMODSEQ (RFC 7162): 63 bits, so as text. */
  modseq: z.string().regex(/^\d+$/).nullable(),
})

export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>

/**
 * How far one folder has been read, the value of its cursor: every UID from `lowestUid` to `highestUid` that
 * exists is stored, except those in `missing`. The range starts empty at the newest message of the first
 * connection, grows upwards with arrivals and downwards through the history.
 */
export const rangeSchema = z.strictObject({
  /** UIDs mean something only together with this; a new value starts a new range (RFC 9051 §2.3.1.1). */
  uidValidity: z.string().regex(/^\d+$/),
  highestUid: z.int().min(0),
  lowestUid: z.int().min(1),
  /** The newest UID when the range began: what is not above it was there before us. */
  historyUpTo: z.int().min(0),
  /** Announced by the server but not delivered; asked for again in every pass, so never lost. */
  missing: z.array(z.int().min(1)).readonly(),
  /**
   * As the folder was *before* the latest complete pass: what came or went during that pass differs from it and is
   * looked at in the next one. Null until somebody looked.
   */
  seen: snapshotSchema.nullable().default(null),
  /** MAILBOXID (RFC 8474), by which a renamed folder is found again; null where the server has none. */
  mailboxId: z.string().nullable().default(null),
  /** What the folder was used for, for the day on which the server does not list it. */
  role: z.enum(folderRoles).default('other'),
})

export type Range = Readonly<z.infer<typeof rangeSchema>>

/** An empty range below which everything that exists is history. */
export function startRange(uidValidity: string, newestUid: number): Range {
  return {
    ...{ uidValidity, highestUid: newestUid, lowestUid: newestUid + 1, historyUpTo: newestUid, missing: [] },
    ...{ seen: null, mailboxId: null, role: 'other' },
  }
}

/** The stored range, or null when there is none for this UIDVALIDITY. */
export function readRange(value: unknown, uidValidity: string): Range | null {
  const range = rangeSchema.safeParse(value).data
  return range?.uidValidity === uidValidity ? range : null
}

export function isHistory(range: Range, uid: number): boolean {
  return uid <= range.historyUpTo
}

/** Nothing was read yet. */
export function isEmpty(range: Range): boolean {
  return range.lowestUid > range.highestUid
}

/** Nothing is left below: UIDs only ever go up, so nothing will appear there either. */
export function isComplete(range: Range): boolean {
  return range.lowestUid === 1
}

export function complete(range: Range): Range {
  return { ...range, lowestUid: 1 }
}

/**
 * The range after the given UIDs were dealt with; `missing` are those among them that must be asked for
 * again. The UIDs are the next existing ones above or below the range, or were missing inside it.
 */
export function cover(range: Range, uids: readonly number[], missing: readonly number[]): Range {
  const dealtWith = new Set(uids)
  const stillMissing = [...range.missing.filter((uid) => !dealtWith.has(uid)), ...missing]
  return {
    ...range,
    highestUid: uids.reduce((highest, uid) => Math.max(highest, uid), range.highestUid),
    lowestUid: uids.reduce((lowest, uid) => Math.min(lowest, uid), range.lowestUid),
    missing: stillMissing.toSorted((left, right) => left - right),
  }
}

/** Whether storing the second in place of the first would change nothing. */
export function isSameRange(one: Range, other: Range): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** UIDs as an IMAP sequence set: `1:3,7`. Only runs are joined: a gap may hide what we must not ask for. */
export function uidSet(uids: readonly number[]): string {
  return printRuns(runsOf(uids))
}

/** Cuts a list into neighbouring parts of at most `maxBytes`; a larger item is a part by itself. */
export function splitBySize<Item extends { readonly size: number }>(
  items: readonly Item[],
  maxBytes: number,
): readonly (readonly Item[])[] {
  const parts: Item[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const item of items) {
    if (bytes + item.size > maxBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(item)
    bytes += item.size
  }
  return parts
}
