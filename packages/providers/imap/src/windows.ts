import type { Clock, MessageOrigin, RawBytes, ReceivedMessage } from '@guichet/core'
import { protocolError } from './errors.ts'
import type { MessageInfo, OpenFolder } from './folder.ts'
import { complete, cover, isComplete, isEmpty, isHistory, type Range, splitBySize, uidSet } from './range.ts'

/** Messages that belong together in one `accept`, and how far the folder has been read with them. */
export interface Window {
  readonly messages: readonly ReceivedMessage[]
  readonly range: Range
  /** The UIDs that this window adds to what has been dealt with: delivered, or noted as missing. */
  readonly uids: readonly number[]
}

export interface WindowLimits {
  /** UIDs in a window. */
  readonly size: number
  /** UIDs in the very first window: its mail is on the screen while the next one is still being fetched. */
  readonly firstSize: number
  readonly bytes: number
  /** A larger message is streamed instead of held in memory. */
  readonly inMemoryBytes: number
  /** Windows of history before the caller may look at other folders. */
  readonly perTurn: number
}

/** What reading needs besides the folder. */
export interface Reading {
  readonly folder: OpenFolder
  readonly limits: WindowLimits
  readonly clock: Clock
  /** Whether this is the account's own sent mail (by its labels where one folder holds everything). */
  isSent(labels: readonly string[] | undefined): boolean
}

/**
 * Reads a folder onwards from a range, one window at a time: first what was missing, then arrivals, and as
 * long as there are none the history downwards, newest first. Ends when nothing is left or the turn is over.
 */
export async function* readWindows(reading: Reading, start: Range): AsyncGenerator<Window> {
  const { folder, limits, clock } = reading
  let range = start
  if (range.missing.length > 0) range = yield* readParts(reading, range, range.missing)
  let history: readonly number[] = []
  let nextLookAt = 0
  for (let turn = 0; turn < limits.perTurn; ) {
    const now = clock.now().getTime()
    if (now >= nextLookAt) {
      if (nextLookAt > 0) await folder.refresh()
      range = yield* readArrivals(reading, range)
      nextLookAt = now + lookEveryMs
    }
    if (isComplete(range)) return
    if (history.length === 0) history = await uidsBelow(folder, range, limits.size * limits.perTurn)
    if (history.length === 0) return yield { messages: [], range: complete(range), uids: [] }
    const size = isEmpty(range) ? limits.firstSize : limits.size
    range = yield* readParts(reading, range, history.slice(-size).toReversed())
    history = history.slice(0, -size)
    turn += 1
  }
}

/** Looking for arrivals makes the server read its whole directory: not between any two windows. */
const lookEveryMs = 2_000

async function* readArrivals(reading: Reading, start: Range): AsyncGenerator<Window, Range> {
  const { folder, limits } = reading
  let range = start
  let uids = await uidsAbove(folder, range)
  while (uids.length > 0) {
    for (let from = 0; from < uids.length; from += limits.size) {
      range = yield* readParts(reading, range, uids.slice(from, from + limits.size))
    }
    // More may have come while these were fetched.
    uids = await uidsAbove(folder, range)
  }
  return range
}

async function uidsAbove(folder: OpenFolder, { highestUid }: Range): Promise<readonly number[]> {
  // `n:*` names the newest message even when its UID is below n (RFC 9051 §6.4.8).
  const uids = await folder.uids(`${highestUid + 1}:*`)
  return uids.filter((uid) => uid > highestUid)
}

/**
 * The next UIDs below the range, a stretch of them: the answer to a search is one line, and that of all UIDs of a huge
 * mailbox takes more memory to read than all its windows. Nothing is ever added below.
 */
async function uidsBelow(folder: OpenFolder, range: Range, enough: number): Promise<readonly number[]> {
  for (let last = range.lowestUid - 1, span = 2 * enough; last >= 1; last -= span, span *= 2) {
    const first = Math.max(1, last - span + 1)
    const uids = (await folder.uids(`${first}:${last}`)).filter((uid) => uid >= first && uid <= last)
    if (uids.length > 0) return uids
  }
  return []
}

/** Fetches these UIDs in the given order, in as many windows as their bytes need; returns the new range. */
async function* readParts(
  reading: Reading,
  start: Range,
  uids: readonly number[],
): AsyncGenerator<Window, Range> {
  const { folder, limits } = reading
  // Asking for every size costs as much as fetching small mail: only the large ones are asked, and the
  // others count as large as they can be, so that a full window of them takes half of its bytes.
  const smallBytes = Math.floor(limits.bytes / limits.size / 2)
  const large = await askPatiently(
    reading,
    await folder.largerThan(ascending(uids), smallBytes),
    folder.infos,
  )
  const sized = uids.map((uid) => ({ uid, size: large.get(uid)?.size ?? smallBytes }))
  let range = start
  for (const part of splitBySize(sized, limits.bytes)) {
    const partUids = ascending(part.map(({ uid }) => uid))
    const fetched = await fetchPart(reading, partUids, large)
    const absent = partUids.filter((uid) => !fetched.has(uid))
    const missing = await stillExisting(folder, absent)
    range = checked(cover(range, partUids, missing), reading)
    // Within a window the oldest first, so that answers find what they answer.
    const messages = partUids.flatMap((uid) => received(reading, range, uid, fetched.get(uid)))
    yield { range, messages, uids: [...fetched.keys(), ...missing] }
  }
  return range
}

interface Fetched {
  readonly raw: RawBytes
  readonly internalDate: Date | undefined
  readonly origin: MessageOrigin | undefined
}

async function fetchPart(
  reading: Reading,
  uids: readonly number[],
  large: ReadonlyMap<number, MessageInfo>,
): Promise<ReadonlyMap<number, Fetched>> {
  const { folder, limits } = reading
  const fetched = new Map<number, Fetched>()
  for (const uid of uids) {
    const info = large.get(uid)
    if (info === undefined || info.size <= limits.inMemoryBytes) continue
    const { size, ...rest } = info
    fetched.set(uid, { raw: folder.stream({ uid, size }), ...rest })
  }
  const inMemory = uids.filter((uid) => !fetched.has(uid))
  for (const [uid, { source, ...rest }] of await askPatiently(reading, inMemory, folder.messages)) {
    fetched.set(uid, { raw: source, ...rest })
  }
  return fetched
}

/** Replicated servers announce messages before they have them: seconds between one attempt and the next. */
const retryPausesMs: readonly number[] = [1_000, 1_700]

/** Asks again for what did not come and yet exists; what does not come in the end is absent. */
async function askPatiently<Value>(
  { folder, clock }: Reading,
  uids: readonly number[],
  ask: (uids: readonly number[]) => Promise<ReadonlyMap<number, Value>>,
): Promise<ReadonlyMap<number, Value>> {
  if (uids.length === 0) return new Map()
  const answers = new Map(await ask(uids))
  for (const pauseMs of retryPausesMs) {
    const rest = await stillExisting(
      folder,
      uids.filter((uid) => !answers.has(uid)),
    )
    if (rest.length === 0) break
    await clock.sleep(pauseMs)
    for (const [uid, value] of await ask(rest)) answers.set(uid, value)
  }
  return answers
}

/** Of UIDs that were not delivered, those that were not simply deleted meanwhile. */
async function stillExisting(folder: OpenFolder, absent: readonly number[]): Promise<readonly number[]> {
  if (absent.length === 0) return []
  const wanted = new Set(absent)
  return (await folder.uids(uidSet(absent))).filter((uid) => wanted.has(uid))
}

/** More than this is not a few late messages but a server that delivers nothing. */
const maxMissing = 1000

function checked(range: Range, { folder }: Reading): Range {
  if (range.missing.length <= maxMissing) return range
  throw protocolError(
    `lists messages in the folder ${folder.path} but does not deliver them`,
    folder.endpoint,
  )
}

function received(
  { folder, clock, isSent }: Reading,
  range: Range,
  uid: number,
  fetched: Fetched | undefined,
): readonly ReceivedMessage[] {
  if (fetched === undefined) return []
  const { raw, internalDate, origin } = fetched
  const message: ReceivedMessage = {
    locator: `${folder.path}/${range.uidValidity}/${uid}`,
    raw,
    receivedAt: plausible(internalDate, clock.now()),
    isHistory: isHistory(range, uid),
    ...(isSent(origin?.labels) ? { sentByUs: true } : {}),
    ...(origin === undefined ? {} : { origin }),
  }
  return [message]
}

const hourMs = 3_600_000

/** Before any mail that is still in a mailbox; some servers say 1901 or 1970 when they do not know. */
const firstPlausibleMs = Date.UTC(1980, 0, 1)

/** The order of conversations hangs on this date, so that one from the future would stay on top for ever. */
function plausible(date: Date | undefined, now: Date): Date {
  const time = date?.getTime() ?? Number.NaN
  return time >= firstPlausibleMs && time <= now.getTime() + hourMs ? new Date(time) : now
}

function ascending(uids: readonly number[]): readonly number[] {
  return uids.toSorted((left, right) => left - right)
}
