import { type Clock, systemClock } from '@guichet/core'
import { imap } from '../imap.ts'
import { type FakeAccount, fakeAccount } from './fake-account.ts'
import type { FolderOptions } from './fake-folder.ts'
import { type ImapServer, startImapServer } from './imap-server.ts'
import { emptyStore, type Recording, type RecordOptions, record, type Store } from './record-session.ts'

export interface FakeSetup {
  readonly folders?: Readonly<Record<string, FolderOptions>>
  readonly capabilities?: readonly string[]
}

export interface Watched {
  readonly server: ImapServer
  readonly account: FakeAccount
  readonly store: Store
  /** A session of the channel; the store is kept from one to the next. */
  start(settings?: object, more?: Partial<RecordOptions>): Recording
  stop(): Promise<void>
}

const open: Watched[] = []

/** `watchFake`, with so many mails in the inbox, until `stopWatching`. */
export async function watch(setup: FakeSetup = {}, mails = 0): Promise<Watched> {
  const watched = await watchFake(setup)
  open.push(watched)
  for (let number = 1; number <= mails; number += 1) watched.account.folder('INBOX').append(numbered(number))
  return watched
}

export async function stopWatching(): Promise<void> {
  for (const watched of open.splice(0)) await watched.stop()
}

/** A session that has completed passes until there are so many reports in the store. */
export async function passes(watched: Watched, count: number, settings: object = {}): Promise<Recording> {
  const recording = watched.start(settings)
  await recording.until(() => watched.store.reports.length >= count)
  return recording
}

/** UIDs of what was stored, in order. */
export function uids(watched: Watched): readonly number[] {
  return locators(watched.store).map((locator) => Number(locator.split('/').at(-1)))
}

/** A fake server, a store, and sessions of the real channel between them. Pauses of seconds take no time. */
async function watchFake(setup: FakeSetup = {}): Promise<Watched> {
  const account = fakeAccount(setup.folders)
  const { capabilities } = setup
  const server = await startImapServer(capabilities === undefined ? { account } : { account, capabilities })
  const store = emptyStore()
  const channel = imap({ privateHosts: 'allowed', windowSize: 10 })
  const running: Recording[] = []
  return {
    ...{ server, account, store },
    start(settings = {}, more = {}) {
      const { host, port, user, password } = server
      const base = { address: 'ann@guichet.test', username: user, host, port, security: 'none' }
      const recording = record({
        ...{ channel, store, password, clock: hasty(), settings: { ...base, ...settings } },
        ...more,
      })
      running.push(recording)
      return recording
    },
    async stop() {
      for (const recording of running) await recording.stop().catch(() => undefined)
      await server.stop()
    },
  }
}

const longMs = 10_000

function hasty(): Clock {
  const clock = systemClock()
  return { ...clock, sleep: (ms, signal) => clock.sleep(ms < longMs ? 1 : ms, signal) }
}

/** A mail whose number is in its subject, its id and its text. */
export function numbered(number: number, extra = ''): string {
  const head = `From: Ann <ann@example.org>\r\nMessage-ID: <m${number}@example.org>\r\nSubject: Mail ${number}`
  return `${head}\r\n\r\nText ${number}\r\n${extra}`
}

/** Locators of what was stored, in order. */
function locators(store: Store): readonly string[] {
  return store.batches.flatMap(({ messages }) => messages.map(({ locator }) => locator))
}

/** Everything that was said to be gone, in order. */
export function gone(store: Store): readonly string[] {
  return store.batches.flatMap((batch) => batch.gone ?? [])
}

export function resets(store: Store): readonly string[] {
  return store.batches.flatMap(({ reset }) => (reset === undefined ? [] : [reset]))
}
