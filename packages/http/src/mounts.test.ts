import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Inbox, WebhookRequest } from '@guichet/core'
import { getRequestListener, serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHandler } from './create-handler.ts'
import { sessionOfHeader } from './testing/ask.ts'
import { type FakeInbox, fakeInbox } from './testing/fake-inbox.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const session = { 'x-session': 'acme/admin' }
/** Spaces, a number and letters as no serialiser would write them again. */
const unusual = Buffer.from('{ "b" :1.0,\r\n\t"a":"caf\\u00e9 é 𝕏" }\n')

let fake: FakeInbox
let received: WebhookRequest[]
/** Resolves when a client that followed the events has left. */
let left: Promise<void>
let inbox: Inbox
let close: () => Promise<unknown>

beforeEach(() => {
  received = []
  fake = fakeInbox({
    receiveWebhook: async (_target: unknown, request: WebhookRequest) => {
      received.push(request)
      return 'kept'
    },
  })
  const gone = Promise.withResolvers<void>()
  left = gone.promise
  inbox = {
    ...fake,
    tenant: (id) => {
      const tenant = fake.tenant(id)
      const follow: typeof tenant.events.follow = (position, signal) => {
        signal.addEventListener('abort', () => gone.resolve(), { once: true })
        return tenant.events.follow(position, signal)
      }
      return { ...tenant, events: { ...tenant.events, follow } }
    },
  }
})

afterEach(() => close())

const handlerAt = (basePath: string) => createHandler(inbox, { authenticate: sessionOfHeader, basePath, log })

async function urlOf(server: Server): Promise<string> {
  if (!server.listening) await new Promise<void>((resolve) => server.once('listening', resolve))
  close = () =>
    new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/guichet`
}

const listen = (listener: RequestListener): Promise<string> =>
  urlOf(createServer(listener).listen(0, '127.0.0.1'))

async function honoOnNode(): Promise<string> {
  const app = new Hono()
  app.mount('/guichet', handlerAt(''))
  return urlOf(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server)
}

async function express5(): Promise<string> {
  const app = express()
  app.use('/guichet', getRequestListener(handlerAt('')))
  app.use(express.json())
  return listen(app)
}

/** A parser that comes first has to keep the bytes. */
async function express5BehindParsers(): Promise<string> {
  const app = express()
  app.use(
    express.json({
      verify: (request, _response, bytes) => {
        Object.assign(request, { rawBody: bytes })
      },
    }),
  )
  app.use('/guichet', getRequestListener(handlerAt('')))
  return listen(app)
}

async function fastify5(): Promise<string> {
  const listener = getRequestListener(handlerAt('/guichet'))
  const app = fastify({ forceCloseConnections: true })
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all('/guichet/*', (request, reply) => {
      reply.hijack()
      listener(request.raw, reply.raw)
    })
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  close = () => app.close()
  return `${address}/guichet`
}

/** What Next does with the functions that a route file exports. */
async function nextRoute(): Promise<string> {
  const handler = handlerAt('/guichet')
  const route = new Map(['GET', 'HEAD', 'OPTIONS', 'POST', 'PATCH', 'DELETE'].map((name) => [name, handler]))
  return listen(
    getRequestListener(
      (request) => route.get(request.method)?.(request) ?? new Response(null, { status: 405 }),
    ),
  )
}

describe.each([
  ['Hono on Node', honoOnNode],
  ['Express 5', express5],
  ['Express 5 behind a body parser', express5BehindParsers],
  ['Fastify 5', fastify5],
  ['a Next-style route handler', nextRoute],
])('mounted in %s', (_, start) => {
  it('a signed webhook arrives byte for byte, whatever its content type', async () => {
    const url = await start()
    for (const contentType of ['application/json', 'application/json; charset=utf-8', 'text/plain']) {
      const headers = { 'content-type': contentType, 'x-signature': 'abc' }
      const response = await fetch(`${url}/inbox/webhooks/sms?x=%C3%A9`, {
        method: 'POST',
        headers,
        body: unusual,
      })
      expect(response.status).toBe(200)
    }
    expect(received.map(({ body }) => Buffer.from(body).toString())).toEqual(
      [1, 2, 3].map(() => unusual.toString()),
    )
    expect(received[0]?.headers.get('x-signature')).toBe('abc')
    expect(received[0]?.url).toContain('?x=%C3%A9')
  })

  it('bodies, parameters, queries and methods reach the inbox', async () => {
    const url = await start()
    const init = { method: 'POST', headers: { ...session, 'content-type': 'application/json' } }
    const created = await fetch(`${url}/inbox/folders`, { ...init, body: '{"name":"Été"}' })
    expect(created.status).toBe(201)
    expect(fake.calls.at(-1)?.args[0]).toEqual({ name: 'Été' })
    const listed = await fetch(`${url}/inbox/conversations?limit=7`, { headers: session })
    expect(listed.headers.get('cache-control')).toBe('no-store')
    expect(fake.calls.at(-1)?.args[0]).toEqual({ limit: 7 })
    const head = await fetch(`${url}/inbox/folders`, { method: 'HEAD', headers: session })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await fetch(`${url}/inbox/folders`, { method: 'PATCH' })).headers.get('allow')).toContain('POST')
    expect((await fetch(`${url}/inbox/nothing`)).headers.get('content-type')).toBe('application/problem+json')
  })

  it('events arrive while they happen, and the inbox hears that the client has left', async () => {
    const url = await start()
    const leaving = new AbortController()
    const response = await fetch(`${url}/inbox/events`, { headers: session, signal: leaving.signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? ''
    fake.emit('folder.changed')
    while (!text.includes('data: ')) text += (await reader?.read())?.value ?? ''
    expect(text).toContain('event: folder.changed\nid: 1\n')
    leaving.abort()
    await left
  })
})
