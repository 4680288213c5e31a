import type { Conversation, InboxEvent, IntegrationView, Message, Page } from '@guichet/core'
import { z } from 'zod'
import { eventually } from './eventually.ts'

type Handler = (request: Request) => Promise<Response>

/** What JSON makes of the records: dates are texts. */
type Wire<Item> = { readonly [Key in keyof Item]: Item[Key] extends Date | null ? string : Item[Key] }
export type WireMessage = Wire<Message>
export type WireConversation = Wire<Conversation>
export type WireIntegration = Wire<IntegrationView>

/** The HTTP API as a browser sees it: only addresses, JSON and streams. */
export interface ApiClient {
  /** Rejects unless the answer is a success. */
  send<Answer>(method: string, path: string, body?: unknown): Promise<Answer>
  conversations(query?: string): Promise<readonly WireConversation[]>
  messages(conversationId: string): Promise<readonly WireMessage[]>
  /** The first conversation with this subject, as soon as there is one. */
  conversationAbout(subject: string, withinMs?: number): Promise<WireConversation>
  integration(id: string): Promise<WireIntegration>
  raw(messageId: string): Promise<Response>
  /** The id under which a file can be attached. */
  upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string>
  reply(conversationId: string, text: string, idempotencyKey: string): Promise<WireMessage>
  /** Opens the event stream; resolves when it has begun. */
  events(): Promise<EventSubscription>
}

export interface EventSubscription {
  readonly events: readonly (InboxEvent & { readonly seenAt: number })[]
  close(): Promise<void>
}

const origin = 'http://inbox.test'

export function apiClient(handler: Handler): ApiClient {
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await handler(new Request(`${origin}${path}`, init))
    if (response.ok) return response
    throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`)
  }
  async function send<Answer>(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
    const text = await (await request(path, { method, ...(body === undefined ? {} : json) })).text()
    return JSON.parse(text === '' ? 'null' : text)
  }
  const conversations: ApiClient['conversations'] = async (query = '') =>
    (await send<Page<WireConversation>>('GET', `/inbox/conversations?limit=200${query}`)).items
  return {
    ...{ send, conversations },
    messages: async (id) =>
      (await send<Page<WireMessage>>('GET', `/inbox/conversations/${id}/messages?limit=200`)).items,
    conversationAbout: (subject, withinMs = 20_000) =>
      eventually(
        `a conversation about ${subject}`,
        async () => (await conversations()).find((one) => one.subject === subject),
        { withinMs, everyMs: 10 },
      ),
    integration: (id) => send('GET', `/inbox/integrations/${id}`),
    reply: (id, text, key) =>
      send('POST', `/inbox/conversations/${id}/replies`, { text }, { 'idempotency-key': key }),
    raw: (id) => request(`/inbox/messages/${id}/raw`),
    async upload(name, bytes) {
      const path = `/inbox/uploads?name=${encodeURIComponent(name)}`
      const answer: unknown = await (await request(path, { method: 'POST', body: bytes })).json()
      return z.object({ id: z.string() }).parse(answer).id
    },
    events: async () => subscribe(request),
  }
}

async function subscribe(
  request: (path: string, init: RequestInit) => Promise<Response>,
): Promise<EventSubscription> {
  const { body } = await request('/inbox/events', {})
  if (body === null) throw new Error('the event stream has no body')
  const events: (InboxEvent & { readonly seenAt: number })[] = []
  const begun = Promise.withResolvers<void>()
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  const reading = read(reader, (frame) => {
    begun.resolve()
    const data = /^data: (.*)$/m.exec(frame)?.[1]
    if (data !== undefined) events.push({ ...JSON.parse(data), seenAt: performance.now() })
  })
  await begun.promise
  return {
    events,
    // As a connection that closes; a Request forgets the signal it was given once that is garbage collected.
    async close() {
      await reader.cancel()
      await reading
    },
  }
}

async function read(
  reader: ReadableStreamDefaultReader<string>,
  onFrame: (frame: string) => void,
): Promise<void> {
  let rest = ''
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const frames = (rest + piece.value).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) onFrame(frame)
  }
}
