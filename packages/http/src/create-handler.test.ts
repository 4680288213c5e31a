import { GuichetError, type GuichetErrorCode } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { createHandler } from './create-handler.ts'
import { json, testServer } from './testing/ask.ts'
import { fakeInbox, knownId } from './testing/fake-inbox.ts'

describe('addresses', () => {
  it('an address that nobody knows is 404, with the same headers as every answer', async () => {
    const response = await testServer().ask('GET /inbox/nothing')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not-found',
      detail: 'there is nothing at this address',
    })
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
  })

  it('a wrong method is 405 and says which ones there are', async () => {
    const response = await testServer().ask('PUT /inbox/folders')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS')
  })

  it('a fixed address beside ids does not count as an id', async () => {
    const response = await testServer().ask('GET /inbox/integrations/verify')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST, OPTIONS')
  })

  it('OPTIONS says what is allowed and grants no other origin anything', async () => {
    const response = await testServer().ask(`OPTIONS /inbox/folders/${knownId}`, {
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'PATCH' },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('PATCH, DELETE, OPTIONS')
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('HEAD answers like GET without a body', async () => {
    const response = await testServer().ask('HEAD /inbox/folders')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.text()).toBe('')
  })

  it('HEAD on a download closes the file it does not send', async () => {
    let isClosed = false
    const raw = async function* () {
      try {
        yield new Uint8Array(9)
        yield new Uint8Array(9)
      } finally {
        isClosed = true
      }
    }
    const response = await testServer(fakeInbox({ 'messages.raw': raw })).ask(
      `HEAD /inbox/messages/${knownId}/raw`,
    )
    expect(response.status).toBe(200)
    expect(isClosed).toBe(true)
  })

  it('everything lives under basePath, and nothing beside it', async () => {
    const { ask } = testServer(fakeInbox(), { basePath: '/guichet' })
    expect((await ask('GET /guichet/inbox/session')).status).toBe(200)
    expect((await ask('GET /inbox/session')).status).toBe(404)
  })

  it.each(['guichet', '/guichet/', '/', '/:id', '/*'])('a base path %s is refused at once', (basePath) => {
    expect(() => createHandler(fakeInbox(), { authenticate: () => null, basePath })).toThrow('basePath')
  })
})

describe('the session', () => {
  it('is told to the page', async () => {
    const response = await testServer().ask('GET /inbox/session', { headers: { 'x-session': 'acme/agent' } })
    expect(await response.json()).toEqual({ tenant: 'acme', user: { id: 'ada', name: 'Ada' }, role: 'agent' })
  })

  it('a session of a shape nobody foresaw is a fault of the host, not a way in', async () => {
    const { ask, logged } = testServer(fakeInbox(), {
      authenticate: async () => ({ tenant: '../acme', user: { id: '' }, role: 'agent' }),
    })
    expect((await ask('GET /inbox/session')).status).toBe(500)
    expect(logged[0]?.fields.error).toBe('authenticate returned a session with a wrong tenant, user.id')
  })

  it('an authenticate that fails is a 500 whose cause is in the log only', async () => {
    const { ask, logged } = testServer(fakeInbox(), {
      authenticate: () => {
        throw new TypeError('connect ECONNREFUSED redis://:hunter2@10.0.0.1')
      },
    })
    const response = await ask('GET /inbox/session')
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('redis')
    expect(JSON.stringify(logged)).not.toContain('hunter2')
    expect(logged[0]?.fields.cause).toBe('TypeError')
    expect(text).toContain(String(logged[0]?.fields.correlationId))
  })

  it('who changes something is the person who is signed in', async () => {
    const { ask, inbox } = testServer()
    await ask(`DELETE /inbox/folders/${knownId}`)
    expect(inbox.calls[0]).toEqual({
      name: 'folders.remove',
      tenant: 'acme',
      args: [knownId, { kind: 'person', id: 'ada' }],
    })
  })
})

describe('errors of the inbox', () => {
  const statuses: readonly (readonly [GuichetErrorCode, number])[] = [
    ['invalid-input', 422],
    ['not-found', 404],
    ['conflict', 409],
    ['in-use', 409],
    ['forbidden', 403],
    ['authentication-failed', 422],
    ['host-unreachable', 422],
    ['tls-failed', 422],
    ['folder-missing', 422],
    ['rejected', 422],
    ['protocol-error', 502],
    ['throttled', 429],
    ['storage-failed', 503],
    ['invalid-configuration', 500],
    ['outcome-unknown', 500],
    ['unparsable', 500],
    ['lease-lost', 500],
    ['decryption-failed', 500],
    ['internal', 500],
  ]
  it.each(statuses)('%s is %i', async (code, status) => {
    const inbox = fakeInbox({
      'folders.list': () => {
        throw new GuichetError(code, 'the sentence', { field: 'settings.host', retryAfterMs: 1500 })
      },
    })
    const response = await testServer(inbox).ask('GET /inbox/folders')
    const problem = await response.json()
    expect(response.status).toBe(status)
    expect(problem).toMatchObject(
      status === 500 ? { code: 'internal' } : { code, detail: 'the sentence', field: 'settings.host' },
    )
    expect(JSON.stringify(problem).includes('the sentence')).toBe(status !== 500)
    expect(response.headers.get('retry-after')).toBe(status === 429 || status === 503 ? '2' : null)
  })

  it('a host that another copy of the package wrote its errors for is understood', async () => {
    const foreign = Object.assign(new Error('the sentence'), {
      [Symbol.for('guichet.error')]: true,
      code: 'conflict',
    })
    const inbox = fakeInbox({ 'folders.list': () => Promise.reject(foreign) })
    expect((await testServer(inbox).ask('GET /inbox/folders')).status).toBe(409)
  })
})

describe('queries', () => {
  it('arrive as numbers and words', async () => {
    const { ask, inbox } = testServer()
    await ask(
      `GET /inbox/conversations?folder=support&status=urgent&limit=20&cursor=abc&contactId=${knownId}`,
    )
    expect(inbox.calls[0]?.args).toEqual([
      { folder: 'support', status: 'urgent', limit: 20, cursor: 'abc', contactId: knownId },
    ])
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=10&limit=20', 'limit'],
    ['status=done', 'status'],
    ['statu=open', 'statu'],
    ['contactId=1', 'contactId'],
    ['__proto__=1', '__proto__'],
  ])('%s is refused, naming %s', async (query, field) => {
    const response = await testServer().ask(`GET /inbox/conversations?${query}`)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'invalid-input', field })
  })

  it('NUL is refused before a database has to', async () => {
    expect((await testServer().ask('GET /inbox/conversations?folder=%00')).status).toBe(400)
  })
})

describe('replies', () => {
  it('carry the idempotency key to the inbox', async () => {
    const { ask, inbox } = testServer()
    const init = json({ text: 'Bonjour', seenUpTo: knownId }, { 'idempotency-key': 'k-1' })
    expect((await ask(`POST /inbox/conversations/${knownId}/replies`, init)).status).toBe(201)
    expect(inbox.calls[0]?.args).toEqual([
      knownId,
      { text: 'Bonjour', seenUpTo: knownId, idempotencyKey: 'k-1' },
      { kind: 'person', id: 'ada' },
    ])
  })

  it('may be a template that brings its own text', async () => {
    const { ask, inbox } = testServer()
    const template = { name: 'suivi', language: 'fr', parameters: ['Ada'] }
    const response = await ask(`POST /inbox/conversations/${knownId}/replies`, json({ template }))
    expect(response.status).toBe(201)
    expect(inbox.calls[0]?.args[1]).toEqual({ template })
  })

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('an idempotency key %j is refused', async (key) => {
    const init = json({ text: 'Bonjour' }, { 'idempotency-key': key })
    const response = await testServer().ask(`POST /inbox/conversations/${knownId}/replies`, init)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ field: 'Idempotency-Key' })
  })
})

describe('raw messages', () => {
  it('are downloads, byte for byte, that no browser runs', async () => {
    const response = await testServer().ask(`GET /inbox/messages/${knownId}/raw`)
    expect(response.headers.get('content-type')).toBe('message/rfc822')
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="message-${knownId}.eml"`)
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox;/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toBe('Subject: café\r\n\r\n')
  })

  it('that cannot be opened are an error, not an empty download', async () => {
    // biome-ignore lint/correctness/useYield: it fails before the first chunk, as a missing file does
    const raw = async function* () {
      throw new GuichetError('storage-failed', 'the file is gone')
    }
    const inbox = fakeInbox({ 'messages.raw': raw })
    expect((await testServer(inbox).ask(`GET /inbox/messages/${knownId}/raw`)).status).toBe(503)
  })

  it('that break off half way break the connection', async () => {
    const raw = async function* () {
      yield new Uint8Array(9)
      throw new Error('disk')
    }
    const { ask, logged } = testServer(fakeInbox({ 'messages.raw': raw }))
    const response = await ask(`GET /inbox/messages/${knownId}/raw`)
    await expect(response.arrayBuffer()).rejects.toThrow('disk')
    expect(logged).toHaveLength(1)
  })
})

it('a body that a parser of the host has eaten is a fault of the host that the log explains', async () => {
  const { ask, logged } = testServer(fakeInbox(), {
    authenticate: async (request) => {
      await request.text()
      return { tenant: 'acme', user: { id: 'ada' }, role: 'admin' }
    },
  })
  expect((await ask('POST /inbox/folders', json({ name: 'x' }))).status).toBe(500)
  expect(logged[0]?.fields.error).toMatch('mount the handler before body parsers')
})
