import type { Call, MakeCall, Methods, OperationName, Route } from './call.ts'
import { fetchPatiently } from './fetch-patiently.ts'
import { type FollowOptions, followEvents, type InboxEvent, type StreamReset } from './follow-events.ts'
import { methodsOf } from './methods.ts'
import { problemIn } from './problem.ts'

export interface ClientOptions {
  /** What stands before `/inbox`: `https://desk.example/guichet`; empty for a page of the same server. */
  readonly baseUrl?: string
  /** Sent with every request, for instance `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
  /** The platform's own unless told. */
  readonly fetch?: typeof globalThis.fetch
  /** How often a request that may safely be repeated is sent at most; 3 unless told. */
  readonly attempts?: number
}

/** How requests leave. */
export interface Transport extends Required<ClientOptions> {}

/** The operations of the inbox, by group: `client.conversations.list()`. */
export type Client = Methods & {
  readonly events: {
    /** What happens from now on, or after a position, until the signal aborts; it connects again by itself. */
    follow(options?: FollowOptions): AsyncGenerator<InboxEvent | StreamReset, void, undefined>
  }
}

/** A client for the inbox at an address. Its functions and their types come from the table of operations. */
export function createClient(options: ClientOptions = {}): Client {
  const transport: Transport = {
    baseUrl: (options.baseUrl ?? '').replace(/\/$/, ''),
    headers: options.headers ?? {},
    // Browsers refuse to run fetch as a method of another object.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    attempts: options.attempts ?? 3,
  }
  return {
    ...methodsOf(callsThrough(transport)),
    events: { follow: (followOptions) => followEvents(transport, followOptions) },
  }
}

/** A request as the runtime sees it, whatever the types promise. */
interface AnyRequest {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

function callsThrough(transport: Transport): MakeCall {
  return <Name extends OperationName>(_name: Name, address: string, route: Route) => {
    const call = async (request: AnyRequest = {}): Promise<unknown> => {
      const [method = 'GET', path = ''] = address.split(' ')
      const response = await send(transport, { method, path, route }, request)
      if (!response.ok) throw await problemIn(response)
      if (route.answers === 'bytes') return response
      if (route.answers === 'json') return response.json()
      await response.body?.cancel()
      return undefined
    }
    // The table is where both the types and the generated list come from; nothing else connects them.
    return call as Call<Name>
  }
}

function searchOf(query: NonNullable<AnyRequest['query']>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}

function send(
  transport: Transport,
  { method, path, route }: { readonly method: string; readonly path: string; readonly route: Route },
  { params = {}, query = {}, body, signal, idempotencyKey }: AnyRequest,
): Promise<Response> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name] ?? '')))
  const search = searchOf(query)
  const init: RequestInit = {
    method,
    headers: {
      ...transport.headers,
      ...(body === undefined || body instanceof Blob ? {} : { 'content-type': 'application/json' }),
      ...(route.once ? { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() } : {}),
    },
    // A blob says itself of what type it is.
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }
  // A removal that succeeded unheard would be answered with 404 the second time.
  const isRepeatable = method === 'GET' || method === 'PATCH' || route.once === true
  return fetchPatiently(transport, `${filled}${search}`, init, isRepeatable)
}
