import type { eventSchema } from '@guichet/http'
import type { Transport } from './client.ts'
import { pause } from './fetch-patiently.ts'
import { problemIn } from './problem.ts'
import { type Frame, framesOf } from './server-sent-events.ts'

/** Something happened; carries ids, never content. */
export type InboxEvent = (typeof eventSchema)['_zod']['input']

/** The position that was asked for means nothing to the server any more: fetch everything again. */
export interface StreamReset {
  readonly type: 'reset'
  readonly position: string
}

export interface FollowOptions {
  /** The `position` of the last event that was seen; from now on unless told. */
  readonly after?: string
  /** Ends the stream. */
  readonly signal?: AbortSignal
}

interface Stream {
  position: string | undefined
  retryMs: number
}

/** Events as they happen. A lost connection is opened again after the last one; a refusal is thrown. */
export async function* followEvents(
  transport: Transport,
  { after, signal }: FollowOptions = {},
): AsyncGenerator<InboxEvent | StreamReset, void, undefined> {
  const stream: Stream = { position: after, retryMs: 2000 }
  try {
    while (!signal?.aborted) {
      yield* oneConnection(transport, stream, signal)
      await pause(stream.retryMs, signal)
    }
  } catch (error) {
    if (!signal?.aborted) throw error
  }
}

async function* oneConnection(
  transport: Transport,
  stream: Stream,
  signal: AbortSignal | undefined,
): AsyncGenerator<InboxEvent | StreamReset, void, undefined> {
  const response = await connect(transport, stream, signal)
  if (response === null) return
  try {
    for await (const frame of framesOf(response)) {
      stream.retryMs = frame.retryMs ?? stream.retryMs
      stream.position = frame.id ?? stream.position
      const event = eventIn(frame)
      if (event !== null) yield event
    }
  } catch (error) {
    // The connection broke; what was thrown into this generator by its reader does not come here.
    if (signal?.aborted) throw error
  }
}

/** Null where it is worth trying again. Throws a `ProblemError` when the server refuses. */
async function connect(
  { baseUrl, headers, fetch }: Transport,
  { position }: Stream,
  signal: AbortSignal | undefined,
): Promise<Response | null> {
  const init: RequestInit = {
    headers: { ...headers, ...(position === undefined ? {} : { 'last-event-id': position }) },
    ...(signal === undefined ? {} : { signal }),
  }
  try {
    const response = await fetch(`${baseUrl}/inbox/events`, init)
    if (response.ok) return response
    const problem = await problemIn(response)
    if (response.status < 500 && response.status !== 429) throw problem
    return null
  } catch (error) {
    if (signal?.aborted || (error instanceof Error && error.name === 'GuichetProblem')) throw error
    return null
  }
}

function eventIn({ event, id = '', data }: Frame): InboxEvent | StreamReset | null {
  if (event === 'reset') return { type: 'reset', position: id }
  return data === '' ? null : JSON.parse(data)
}
