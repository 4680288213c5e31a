import {
  type ChannelType,
  type Clock,
  type ListenSession,
  type Log,
  type RawBytes,
  type ReceivedBatch,
  type ReceivedMessage,
  type SyncReport,
  secret,
  systemClock,
} from '@guichet/core'
import type { ImapSecrets, ImapSettings } from '../settings.ts'

/** What a session has stored: survives the session, as a database does. */
export interface Store {
  readonly batches: ReceivedBatch[]
  readonly cursors: Map<string, unknown>
  readonly reports: SyncReport[]
}

export function emptyStore(): Store {
  return { batches: [], cursors: new Map(), reports: [] }
}

export function storedMessages(store: Store): readonly ReceivedMessage[] {
  return store.batches.flatMap(({ messages }) => messages)
}

export interface RecordOptions {
  readonly channel: ChannelType<ImapSettings, ImapSecrets>
  readonly store: Store
  readonly settings: unknown
  readonly password: string
  readonly intervalMs?: number
  readonly clock?: Clock
  /** Called with the batch before it counts as stored; may throw, may wait. */
  readonly onAccept?: (batch: ReceivedBatch, stop: () => void) => Promise<void> | void
}

export interface Recording {
  /** Settles as the session does. */
  readonly done: Promise<void>
  requestSync(): void
  /** Aborts and waits. */
  stop(): Promise<void>
  /** Resolves when the condition holds; rejects when the session ends before, or after ten seconds. */
  until(condition: () => boolean): Promise<void>
}

/** Runs a real session of the channel against a store in memory. */
export function record(options: RecordOptions): Recording {
  const { channel, store } = options
  const controller = new AbortController()
  const changes = new EventTarget()
  const changed = () => changes.dispatchEvent(new Event('change'))
  const requests = new Set<() => void>()
  const session: ListenSession<ImapSettings, ImapSecrets> = {
    integrationId: 'integration',
    settings: channel.settings.parse(options.settings),
    secrets: secret(channel.secrets.parse({ password: options.password })),
    cursors: [...store.cursors].map(([source, value]) => ({ source, value: throughJson(value) })),
    intervalMs: options.intervalMs ?? 300_000,
    signal: controller.signal,
    clock: options.clock ?? systemClock(),
    log: silent,
    async accept(batch) {
      await options.onAccept?.(batch, () => controller.abort())
      store.batches.push(batch)
      if (batch.cursor !== null) store.cursors.set(batch.cursor.source, batch.cursor.value)
      changed()
      return { stored: batch.messages.length, known: 0, quarantined: 0 }
    },
    async report(report) {
      store.reports.push(report)
      changed()
    },
    onSyncRequest(callback) {
      requests.add(callback)
      return () => requests.delete(callback)
    },
  }
  const done = channel.listen?.(session) ?? Promise.reject(new Error('the channel does not listen'))
  done.catch(() => undefined)
  return {
    done,
    requestSync: () => {
      for (const callback of requests) callback()
    },
    async stop() {
      controller.abort()
      await done
    },
    until: (condition) => waitUntil(condition, changes, done),
  }
}

async function waitUntil(condition: () => boolean, changes: EventTarget, done: Promise<void>): Promise<void> {
  const held = Promise.withResolvers<void>()
  const check = () => {
    if (condition()) held.resolve()
  }
  const timer = setTimeout(() => held.reject(new Error('it did not happen within ten seconds')), 10_000)
  changes.addEventListener('change', check)
  check()
  const ended = done.then(() => {
    if (!condition()) throw new Error('the session ended before')
  })
  try {
    await Promise.race([held.promise, ended])
  } finally {
    clearTimeout(timer)
    changes.removeEventListener('change', check)
  }
}

/** Cursors are stored as JSON; what does not survive that must not work in a test either. */
function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function readAll(raw: RawBytes): Promise<Uint8Array> {
  if (raw instanceof Uint8Array) return raw
  const pieces: Uint8Array[] = []
  for await (const piece of raw) pieces.push(piece)
  return Buffer.concat(pieces)
}
