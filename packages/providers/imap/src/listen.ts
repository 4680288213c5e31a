import {
  type GuichetError,
  isGuichetError,
  type ListenSession,
  type SyncReport,
  toGuichetError,
} from '@guichet/core'
import { type Alarm, createAlarm } from './alarm.ts'
import { type Account, connect, type TlsOptions } from './connect.ts'
import { imapError } from './errors.ts'
import { type OpenFolder, openFolder } from './folder.ts'
import { inFlight } from './in-flight.ts'
import { oneAhead } from './one-ahead.ts'
import { isComplete, isSameRange, type Range, rangeSchema, readRange, startRange } from './range.ts'
import type { ImapSecrets, ImapSettings } from './settings.ts'
import { readWindows, type Window, type WindowLimits } from './windows.ts'

export interface ListenOptions {
  readonly tls: TlsOptions
  readonly limits: WindowLimits
}

type Session = ListenSession<ImapSettings, ImapSecrets>

/** One connection at work: what has been read so far, and what wakes it. */
interface Watch {
  readonly session: Session
  readonly account: Account
  readonly limits: WindowLimits
  readonly alarm: Alarm
  /** By folder path; the value of each cursor, as stored. */
  readonly ranges: Map<string, unknown>
}

/**
 * Brings everything of the folders and then whatever arrives, until the signal aborts. Throws a
 * `GuichetError` when the connection is lost; the next call goes on from the cursors.
 */
export async function listen(session: Session, options: ListenOptions): Promise<void> {
  const account = await connect(session, options.tls)
  const alarm = createAlarm()
  const ranges = new Map(session.cursors.map(({ source, value }) => [source, value]))
  const watch = { session, account, limits: options.limits, alarm, ranges }
  const stopWatching = wakeUp(watch)
  try {
    while (!session.signal.aborted) {
      // Before the pass: what happens during it is looked at in the next one.
      alarm.reset()
      const report = await syncAll(watch)
      if (session.signal.aborted) return
      await session.report(report).catch((error: unknown) => {
        throw toGuichetError(error)
      })
      await waitForMail(watch)
    }
  } catch (error) {
    const failure = imapError(error, account.endpoint)
    // Aborting cuts the connection; whatever that interrupted was not stored and will be fetched again.
    if (!session.signal.aborted) throw failure
    session.log.info('imap session stopped', { integrationId: session.integrationId, code: failure.code })
  } finally {
    stopWatching()
    account.client.close()
  }
}

/** Connects everything that may wake the session; returns how to disconnect it. */
function wakeUp({ session, account, alarm }: Watch): () => void {
  const { client } = account
  const stop = () => {
    client.close()
    alarm.ring()
  }
  client.on('exists', alarm.ring)
  client.on('close', alarm.ring)
  const stopListening = session.onSyncRequest(alarm.ring)
  session.signal.addEventListener('abort', stop)
  if (session.signal.aborted) stop()
  return () => {
    stopListening()
    session.signal.removeEventListener('abort', stop)
  }
}

/**
 * One pass: every folder until it is complete. Folders take turns, so that a long history in one does not
 * hold up the arrivals of another; the first one comes last as well, because it is then listened to.
 */
async function syncAll(watch: Watch): Promise<SyncReport> {
  const { settings, signal } = watch.session
  const round =
    settings.folders.length === 1 ? settings.folders : [...settings.folders, ...settings.folders.slice(0, 1)]
  const problems = new Map<string, GuichetError>()
  for (let unfinished = true; unfinished && !signal.aborted; ) {
    unfinished = false
    for (const path of round) {
      const range = await syncFolder(watch, path, problems)
      if (range !== null && !isComplete(range)) unfinished = true
      if (signal.aborted) break
    }
  }
  return summary(watch, problems)
}

/** One turn on one folder; returns how far it has been read, null when it is missing, which is noted. */
async function syncFolder(
  watch: Watch,
  path: string,
  problems: Map<string, GuichetError>,
): Promise<Range | null> {
  problems.delete(path)
  const folder = await openFolder(watch.account, path).catch((error: unknown) => {
    if (!isGuichetError(error) || error.code !== 'folder-missing') throw error
    problems.set(path, error)
    // One renamed folder must not stop the others; when none is left somebody has to correct the settings.
    if (problems.size === watch.session.settings.folders.length) throw error
    return null
  })
  if (folder === null) return null
  try {
    return await readFolder(watch, folder)
  } finally {
    folder.release()
  }
}

/** Windows that may be on their way to disk and into the database while the next one is fetched. */
const windowsBehind = 2

async function readFolder(watch: Watch, folder: OpenFolder): Promise<Range> {
  const { session, limits } = watch
  let range =
    readRange(watch.ranges.get(folder.path), folder.uidValidity) ?? (await beginRange(watch, folder))
  const storing = inFlight(windowsBehind)
  for await (const window of oneAhead(readWindows({ folder, limits, clock: session.clock }, range))) {
    if (session.signal.aborted) break
    if (window.messages.length > 0 || !isSameRange(range, window.range)) {
      await storing.add(store(watch, folder, window))
    }
    range = window.range
    watch.ranges.set(folder.path, range)
  }
  await storing.settled()
  return range
}

/** Draws the line between history and arrivals, and stores it before anything else. */
async function beginRange(watch: Watch, folder: OpenFolder): Promise<Range> {
  const { session, ranges } = watch
  const range = startRange(folder.uidValidity, (await folder.uids('1:*')).at(-1) ?? 0)
  const { integrationId, log } = session
  log.info('imap folder is read from the start', { integrationId, hadCursor: ranges.has(folder.path) })
  await store(watch, folder, { messages: [], range })
  ranges.set(folder.path, range)
  return range
}

async function store({ session }: Watch, folder: OpenFolder, { messages, range }: Window): Promise<void> {
  // What fails here is not the mail server: a refused database must not read as a refused IMAP port.
  await session
    .accept({ messages, cursor: { source: folder.path, value: range } })
    .catch((error: unknown) => {
      throw toGuichetError(error)
    })
}

function summary({ session, ranges }: Watch, problems: ReadonlyMap<string, GuichetError>): SyncReport {
  const missing = session.settings.folders.flatMap((path) => missingSentence(path, ranges.get(path)))
  const sentences = [...[...problems.values()].map(({ message }) => message), ...missing]
  return sentences.length === 0
    ? { status: 'success', error: null }
    : { status: 'partial', error: sentences.join('; ') }
}

function missingSentence(path: string, value: unknown): readonly string[] {
  const missing = rangeSchema.safeParse(value).data?.missing ?? []
  if (missing.length === 0) return []
  const shown = missing.slice(0, 20).join(', ')
  return [
    `the server lists ${missing.length} messages of ${path} but did not deliver them (UID ${shown}); they are asked for again`,
  ]
}

/** How soon an IDLE that the server ended is renewed: at once could be an endless loop. */
const idlePauseMs = 1_000

/** Listens with IDLE until mail arrives, somebody asks for a sync, the interval is over, or the end. */
async function waitForMail({ session, account, alarm }: Watch): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([session.signal, over.signal])
  const woken = Promise.race([alarm.rung(), session.clock.sleep(session.intervalMs, signal)]).then(
    () => 'woken',
  )
  const { client } = account
  try {
    // No folder open, or IDLE refused: the interval has to do.
    while (client.mailbox) {
      const idle = client.idle().then((answer) => (answer === false ? 'refused' : 'ended'))
      const outcome = await Promise.race([woken, idle])
      if (outcome === 'woken') return
      if (outcome === 'refused') break
      await Promise.race([woken, session.clock.sleep(idlePauseMs, signal)])
      if (signal.aborted) return
    }
    await woken
  } finally {
    over.abort()
  }
}
