import { createInbox, type Inbox, systemClock } from '@guichet/core'
import { fakeChannel, memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { createHandler, type Role } from '@guichet/http'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { type Client, createClient, isProblem } from './index.ts'

const secret = Buffer.from(systemClock().randomBytes(32)).toString('base64')
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const unknownId = '018f0000-0000-7000-8000-00000000ffff'

let inbox: Inbox
/** Every request that reached the server, and what it was answered. */
let asked: { readonly request: Request; readonly status: number }[]
/** What happens to the next answers on their way back. */
let faults: ('lost' | 'busy')[]

beforeEach(() => {
  asked = []
  faults = []
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [fakeChannel()],
    log: quiet,
  })
})

afterEach(() => inbox.close())

function clientOf(role: Role = 'admin'): Client {
  const handler = createHandler(inbox, {
    authenticate: () => ({ tenant: 'acme', user: { id: 'ada' }, role }),
    basePath: '/guichet',
    log: quiet,
  })
  return createClient({
    baseUrl: 'https://desk.example/guichet/',
    headers: { 'x-host': 'acme' },
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const fault = faults.shift()
      if (fault === 'busy') {
        asked.push({ request, status: 503 })
        return new Response(null, { status: 503, headers: { 'retry-after': '0' } })
      }
      const response = await handler(request)
      asked.push({ request, status: response.status })
      if (fault === 'lost') throw new TypeError('fetch failed')
      return response
    },
  })
}

describe('a call', () => {
  it('returns what the operation answers', async () => {
    const client = clientOf()
    const folder = await client.folders.create({ body: { name: 'Support' } })
    const renamed = await client.folders.update({ params: { id: folder.id }, body: { name: 'Help' } })
    expect(renamed).toEqual({ ...folder, name: 'Help' })
    expect(await client.folders.remove({ params: { id: folder.id } })).toBeUndefined()
    expect(await client.conversations.list({ query: { limit: 5, status: 'active' } })).toEqual({
      items: [],
      nextCursor: null,
    })
    expect(asked.at(-1)?.request.url).toBe(
      'https://desk.example/guichet/inbox/conversations?limit=5&status=active',
    )
    expect(asked.at(-1)?.request.headers.get('x-host')).toBe('acme')
  })

  it('throws the problem that the server describes', async () => {
    const refused = clientOf('viewer').folders.create({ body: { name: 'Support' } })
    const error = await refused.catch((reason: unknown) => reason)
    expect(isProblem(error) && error.problem).toMatchObject({ status: 403, code: 'forbidden' })
    const missing = clientOf().messages.get({ params: { id: unknownId } })
    await expect(missing).rejects.toMatchObject({ problem: { status: 404, code: 'not-found' } })
    const wrong = clientOf().folders.create({ body: { name: '' } })
    await expect(wrong).rejects.toMatchObject({ problem: { field: 'name' } })
  })

  it('says so when the answer is not from an inbox', async () => {
    const client = createClient({ fetch: async () => new Response('<h1>Not found</h1>', { status: 404 }) })
    await expect(client.session.get()).rejects.toMatchObject({ problem: { code: 'unexpected-answer' } })
  })
})

describe('a request whose answer was lost', () => {
  it('is sent again under the same key, and happens once', async () => {
    faults = ['lost', 'busy']
    const folder = await clientOf().folders.create({ body: { name: 'Support' } })
    expect(asked.map(({ status }) => status)).toEqual([201, 503, 201])
    expect(new Set(asked.map(({ request }) => request.headers.get('idempotency-key'))).size).toBe(1)
    const folders = await inbox.tenant('acme').folders.list()
    expect(folders.filter(({ system }) => !system)).toMatchObject([{ id: folder.id }])
  })

  it('takes the key of its caller', async () => {
    const client = clientOf()
    const first = await client.folders.create({ body: { name: 'Support' }, idempotencyKey: 'click-1' })
    expect(await client.folders.create({ body: { name: 'Support' }, idempotencyKey: 'click-1' })).toEqual(
      first,
    )
  })

  it('is not repeated when that could do something else the second time', async () => {
    const folder = await clientOf().folders.create({ body: { name: 'Support' } })
    faults = ['lost']
    const removed = clientOf().folders.remove({ params: { id: folder.id } })
    await expect(removed).rejects.toThrow('fetch failed')
    expect(asked).toHaveLength(2)
  })

  it('fails in the end', async () => {
    faults = ['lost', 'lost', 'lost']
    await expect(clientOf().folders.list()).rejects.toThrow('fetch failed')
    expect(asked).toHaveLength(3)
  })
})

describe('events', () => {
  it('come as they happen, and go on after the last one seen', async () => {
    const client = clientOf()
    const stop = new AbortController()
    const start = (await inbox.tenant('acme').events.after(null)).position
    await client.folders.create({ body: { name: 'Support' } })
    await client.folders.create({ body: { name: 'Sales' } })
    const seen: string[] = []
    for await (const event of client.events.follow({ after: start, signal: stop.signal })) {
      if (event.type === 'reset') continue
      seen.push(event.position)
      if (seen.length === 2) stop.abort()
    }
    expect(seen).toHaveLength(2)
    const rest: string[] = []
    for await (const event of client.events.follow({ after: seen[0] ?? '' })) {
      rest.push(event.position)
      break
    }
    expect(rest).toEqual(seen.slice(1))
  })

  it('begin with a reset when the position means nothing any more', async () => {
    for await (const event of clientOf().events.follow({ after: 'nonsense' })) {
      expect(event.type).toBe('reset')
      break
    }
  })

  it('go on after the last one when the connection breaks', async () => {
    const frames = [
      'retry: 0\nid: 7\n\n',
      'event: folder.changed\nid: 8\ndata: {"type":"folder.changed",',
      '"position":"8"}\n\n',
    ]
    const wanted: (string | null)[] = []
    const client = createClient({
      fetch: async (_, init) => {
        wanted.push(new Headers(init?.headers).get('last-event-id'))
        if (wanted.length === 2) throw new TypeError('fetch failed')
        const encoder = new TextEncoder()
        return new Response(
          new ReadableStream({
            start(controller) {
              for (const frame of frames) controller.enqueue(encoder.encode(frame))
              controller.close()
            },
          }),
        )
      },
    })
    const seen: string[] = []
    for await (const event of client.events.follow()) {
      seen.push(event.position)
      if (seen.length === 2) break
    }
    expect(seen).toEqual(['8', '8'])
    expect(wanted).toEqual([null, '8', '8'])
  })

  it('throw when the server refuses', async () => {
    const refusing = createClient({
      fetch: async () =>
        Response.json(
          {
            type: 'about:blank',
            title: 'Unauthorized',
            status: 401,
            code: 'unauthenticated',
            detail: 'nobody is signed in',
          },
          { status: 401, headers: { 'content-type': 'application/problem+json' } },
        ),
    })
    await expect(refusing.events.follow().next()).rejects.toMatchObject({ problem: { status: 401 } })
  })
})

it('knows the types of the table (checked by the compiler)', () => {
  const client = createClient()
  expectTypeOf(client.conversations.get)
    .returns.resolves.toHaveProperty('lastMessageAt')
    .toEqualTypeOf<string>()
  expectTypeOf(client.messages.raw).returns.resolves.toEqualTypeOf<Response>()
  expectTypeOf(client.folders.remove).returns.resolves.toEqualTypeOf<undefined>()
  expectTypeOf(client.folders.list)
    .parameter(0)
    .toEqualTypeOf<{ readonly signal?: AbortSignal } | undefined>()
  // @ts-expect-error a folder needs a name
  const unnamed = () => client.folders.create({ body: {} })
  // @ts-expect-error there is no such status
  const unknown = () => client.conversations.list({ query: { status: 'lost' } })
  // @ts-expect-error a call that does not happen once by key takes none
  const keyed = () => client.folders.list({ idempotencyKey: 'k' })
  // @ts-expect-error providers call this, and sign it
  const signed = () => client.webhooks
  expect([unnamed, unknown, keyed, signed]).toHaveLength(4)
})
