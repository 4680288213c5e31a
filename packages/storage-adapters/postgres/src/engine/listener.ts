import { Client } from 'pg'
import { guarded } from '../errors.ts'
import type { ChannelListener, Subscription } from './engine.ts'

/** One connection that listens, apart from the pool, opened when first needed and again whenever it breaks. */
export interface Listener {
  listen(channel: string, listener: ChannelListener): Promise<Subscription>
  close(): Promise<void>
}

interface State {
  readonly options: object
  readonly channels: Map<string, Set<ChannelListener>>
  client: Client | null
  opening: Promise<void> | null
  retry: NodeJS.Timeout | null
  failures: number
  closed: boolean
}

/** Listens with the same connection options as a pool. */
export function createListener(options: object): Listener {
  const state: State = {
    ...{ options, channels: new Map(), client: null, opening: null, retry: null, failures: 0, closed: false },
  }
  return {
    async listen(channel, listener) {
      const known = state.channels.get(channel)
      const listeners = known ?? new Set()
      listeners.add(listener)
      state.channels.set(channel, listeners)
      try {
        await subscribe(state, channel, known === undefined)
      } catch (error) {
        forget(state, channel, listener)
        throw error
      }
      listener.onConnected()
      return { close: () => unsubscribe(state, channel, listener) }
    },
    async close() {
      state.closed = true
      if (state.retry) clearTimeout(state.retry)
      await state.opening?.catch(() => undefined)
      const { client } = state
      state.client = null
      await client?.end()
    },
  }
}

async function subscribe(state: State, channel: string, isNew: boolean): Promise<void> {
  if (state.client) {
    if (isNew) await guarded(() => run(state.client, `listen ${quoted(channel)}`))
    return
  }
  await guarded(() => open(state))
}

/** Never fails: a connection that broke, or that another call is closing, listens to nothing either. */
async function unsubscribe(state: State, channel: string, listener: ChannelListener): Promise<void> {
  forget(state, channel, listener)
  const { client } = state
  if (state.channels.size > 0) {
    if (!state.channels.has(channel)) await run(client, `unlisten ${quoted(channel)}`).catch(() => undefined)
    return
  }
  state.client = null
  await client?.end()
}

function forget(state: State, channel: string, listener: ChannelListener): void {
  const listeners = state.channels.get(channel)
  listeners?.delete(listener)
  if (listeners?.size === 0) state.channels.delete(channel)
}

function open(state: State): Promise<void> {
  state.opening ??= connect(state).finally(() => {
    state.opening = null
  })
  return state.opening
}

async function connect(state: State): Promise<void> {
  // The object itself and not a copy: node-postgres hides the password from enumeration.
  const client = new Client(state.options)
  const lost = () => {
    if (state.client !== client) return
    state.client = null
    reconnectLater(state)
  }
  client.on('error', lost)
  client.on('end', lost)
  client.on('notification', ({ channel, payload }) => {
    for (const listener of state.channels.get(channel) ?? []) listener.onNotification(payload ?? '')
  })
  try {
    await client.connect()
    for (const channel of state.channels.keys()) await run(client, `listen ${quoted(channel)}`)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  state.failures = 0
  state.client = client
}

/** Grows to 30 s; what was missed meanwhile is made up for by `onConnected`. */
function reconnectLater(state: State): void {
  if (state.closed || state.channels.size === 0) return
  const pause = Math.min(30_000, 500 * 2 ** Math.min(state.failures, 6))
  state.failures += 1
  state.retry = setTimeout(() => {
    open(state).then(
      () => connected(state),
      () => reconnectLater(state),
    )
  }, pause)
}

function connected(state: State): void {
  for (const listeners of state.channels.values()) {
    for (const listener of listeners) listener.onConnected()
  }
}

async function run(client: Client | null, statement: string): Promise<void> {
  await client?.query(statement)
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`
}
