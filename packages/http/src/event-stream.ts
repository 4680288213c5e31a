import {
  type Clock,
  type EventsApi,
  type InboxEvent,
  isGuichetError,
  type Log,
  toGuichetError,
} from '@guichet/core'
import { byteStream } from './byte-stream.ts'

/** Shorter than the idle limit of every usual proxy (60 s at nginx, 30 s at some load balancers). */
export const heartbeatMs = 15_000

export interface EventStreamOptions {
  readonly events: EventsApi
  /** After which event to begin; null for now. */
  readonly position: string | null
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly log: Log
}

interface Start {
  readonly position: string
  /** The wanted position means nothing here: the page has to fetch everything again. */
  readonly isReset: boolean
}

/**
 * A tenant's events in the format of `EventSource`, until the client leaves. It begins with the position, so
 * that a connection that breaks before the first event misses nothing. Throws `storage-failed`.
 */
export async function eventStream(options: EventStreamOptions): Promise<ReadableStream<Uint8Array>> {
  const start = await startAt(options.events, options.position)
  const left = new AbortController()
  const signal = AbortSignal.any([options.signal, left.signal])
  return byteStream(encoded(frames(start, { ...options, signal })), options.log, () => left.abort())
}

async function startAt(events: EventsApi, wanted: string | null): Promise<Start> {
  const now = async () => (await events.after(null)).position
  if (wanted === null) return { position: await now(), isReset: false }
  if (await isKnown(events, wanted)) return { position: wanted, isReset: false }
  return { position: await now(), isReset: true }
}

async function isKnown(events: EventsApi, position: string): Promise<boolean> {
  // What is written back to the client must not be able to start a line of its own.
  if (!/^[\x21-\x7e]{1,500}$/.test(position)) return false
  try {
    await events.after(position, 1)
    return true
  } catch (error) {
    if (isGuichetError(error) && error.code === 'invalid-input') return false
    throw error
  }
}

async function* frames(start: Start, options: EventStreamOptions): AsyncGenerator<string> {
  const { events, signal, clock, log } = options
  yield 'retry: 2000\n'
  yield start.isReset ? frame('reset', start.position, '{}') : `id: ${start.position}\n\n`
  try {
    yield* withHeartbeat(events.follow(start.position, signal), clock, signal)
  } catch (error) {
    // Ending the stream is the message: the browser connects again, from the last event it saw.
    log.error('the event stream failed', { code: toGuichetError(error).code })
  }
}

async function* withHeartbeat(
  events: AsyncIterable<InboxEvent>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]()
  let next = iterator.next()
  let pause = clock.sleep(heartbeatMs, signal)
  try {
    while (!signal.aborted) {
      const first = await Promise.race([next, pause.then(() => 'pause')])
      if (typeof first === 'string') {
        if (signal.aborted) return
        yield ':\n\n'
        pause = clock.sleep(heartbeatMs, signal)
      } else {
        if (first.done) return
        yield frame(first.value.type, first.value.position, JSON.stringify(first.value))
        next = iterator.next()
      }
    }
  } finally {
    // A read that was under way when the client left may still fail; by then nobody is there to be told.
    await Promise.allSettled([next, iterator.return?.()])
  }
}

function frame(event: string, position: string, data: string): string {
  return `event: ${event}\nid: ${position}\ndata: ${data}\n\n`
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}
