import {
  GuichetError,
  type GuichetErrorCode,
  type ReceiveWebhook,
  type WebhookRequest,
  type WebhookTarget,
} from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { problemIn, testServer } from '../testing/ask.ts'
import { fakeInbox, knownId } from '../testing/fake-inbox.ts'

const custom = `/inbox/webhooks/custom/${knownId}`

/** A server whose inbox takes every webhook, or does what it is told instead. */
function called(instead: () => Promise<'kept' | 'known' | 'conflict'> = async () => 'kept') {
  const received: { target: WebhookTarget; request: WebhookRequest }[] = []
  const receiveWebhook: ReceiveWebhook = (target, request) => {
    received.push({ target, request })
    return instead()
  }
  const server = testServer(fakeInbox({ receiveWebhook }))
  return { ...server, received }
}

const fails = (code: GuichetErrorCode, retry: 'later' | 'never') => async () => {
  throw new GuichetError(code, 'no', { retry })
}

describe('a webhook', () => {
  it('reaches the inbox as it came, byte for byte, from whatever site and without a session', async () => {
    const { ask, received } = called()
    const body = Uint8Array.from({ length: 256 }, (_, index) => index)
    const headers = { 'x-session': '', 'X-Signature': 'abc', origin: 'https://provider.example' }
    const response = await ask('POST /inbox/webhooks/sms?a=%C3%A9', {
      ...{ body, headers: { ...headers, 'sec-fetch-site': 'cross-site' } },
    })
    expect([response.status, await response.text()]).toEqual([200, ''])
    const [one] = received
    expect(one?.target).toEqual({ address: 'sms' })
    expect(one?.request.method).toBe('POST')
    expect(one?.request.url).toBe('https://desk.example/inbox/webhooks/sms?a=%C3%A9')
    expect(one?.request.headers.get('x-signature')).toBe('abc')
    expect(new Uint8Array(one?.request.body ?? [])).toEqual(body)
  })

  it.each([
    ['GET /inbox/webhooks/sms?msisdn=33612345678', { address: 'sms' }],
    ['POST /inbox/webhooks/whatsapp', { address: 'whatsapp' }],
    [`POST ${custom}`, { integrationId: knownId }],
  ])('%s is for whom it names', async (target, expected) => {
    const { ask, received } = called()
    expect((await ask(target)).status).toBe(200)
    expect(received.map((one) => one.target)).toEqual([expected])
  })

  it('that was kept before is answered like the first time', async () => {
    const { ask } = called(async () => 'known')
    expect((await ask('POST /inbox/webhooks/sms')).status).toBe(200)
  })

  it('with other content under a known id is a conflict for our own kind, and over for a provider', async () => {
    const { ask } = called(async () => 'conflict')
    expect((await ask(`POST ${custom}`)).status).toBe(409)
    expect((await ask('POST /inbox/webhooks/sms')).status).toBe(200)
  })

  it.each([
    ['forged', 'signature-refused', 'never', 401],
    ['unsigned', 'signature-refused', 'later', 503],
    ['for a number nobody has', 'not-found', 'later', 503],
    ['for an id nobody has', 'not-found', 'never', 404],
    ['while the database is away', 'storage-failed', 'later', 503],
    ['while our code is wrong', 'internal', 'never', 500],
  ] as const)('%s is answered so that no message is lost', async (_, code, retry, status) => {
    const { ask } = called(fails(code, retry))
    const response = await ask('POST /inbox/webhooks/sms', { body: '{}' })
    expect(response.status).toBe(status)
    expect(response.headers.has('retry-after')).toBe(status === 503)
  })

  it('that is refused does not write a line each into the log', async () => {
    for (const code of ['signature-refused', 'not-found'] as const) {
      const { ask, logged } = called(fails(code, 'later'))
      await ask('POST /inbox/webhooks/sms')
      expect(logged).toEqual([])
    }
  })

  it('to an id that cannot exist is answered like one to an id that does not', async () => {
    const { ask, received } = called()
    expect((await ask('POST /inbox/webhooks/custom/..%2f..')).status).toBe(404)
    expect((await ask('POST /inbox/webhooks/custom/1')).status).toBe(404)
    expect(received).toEqual([])
  })
})

describe('a body that is too large', () => {
  it('is refused for its announced length, before a byte of it is read', async () => {
    const { ask, received } = called()
    let pulled = 0
    const pull = () => {
      pulled += 1
    }
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 })
    const headers = { 'content-length': String(1024 * 1024 + 1) }
    const response = await ask('POST /inbox/webhooks/sms', { body, headers, duplex: 'half' } as RequestInit)
    expect([response.status, pulled, received.length]).toEqual([413, 0, 0])
  })

  // One that was announced is what an HTTP server lets through, and no byte more (RFC 9112 §6.3).
  it('is refused while it is read, when its length was not announced', async () => {
    const { ask, received } = called()
    let pulled = 0
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(256 * 1024))
        },
      },
      { highWaterMark: 0 },
    )
    const response = await ask(`POST ${custom}`, { body, duplex: 'half' } as RequestInit)
    expect([response.status, received.length]).toEqual([413, 0])
    expect(pulled).toBeLessThanOrEqual(6)
  })

  it('of exactly the limit is taken', async () => {
    const { ask, received } = called()
    const response = await ask(`POST ${custom}`, { body: new Uint8Array(1024 * 1024) })
    expect([response.status, received[0]?.request.body.byteLength]).toEqual([200, 1024 * 1024])
  })
})

describe('a compressed body', () => {
  it('is not unpacked: refused from our own kind, asked for again from a provider', async () => {
    const { ask, received } = called()
    const init = { body: 'x', headers: { 'content-encoding': 'gzip' } }
    const own = await ask(`POST ${custom}`, init)
    const shared = await ask('POST /inbox/webhooks/whatsapp', init)
    expect([own.status, shared.status, shared.headers.get('retry-after')]).toEqual([415, 503, '60'])
    expect((await problemIn(shared)).detail).toContain('compressed')
    expect(received).toEqual([])
  })
})

describe('what is inside a body is nobody’s business here', () => {
  const deep = `${'['.repeat(300_000)}${']'.repeat(300_000)}`
  it.each([
    ['no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
    ['nested deep', deep],
    ['a million commas', `{"a":[${'0,'.repeat(400_000)}0]}`],
    ['prototype keys', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}'],
  ])('%s is passed on as it is', async (_, body) => {
    const { ask, received } = called()
    expect((await ask(`POST ${custom}`, { body })).status).toBe(200)
    const given = Buffer.from(received[0]?.request.body ?? [])
    expect(given.equals(Buffer.from(body))).toBe(true)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBe(undefined)
  })
})
