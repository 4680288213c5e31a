import { createInbox, secret, systemClock } from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Receiver, startReceiver } from '../testing/receiver.ts'
import { secretNumber } from '../testing/samples.ts'
import { webhookPoster } from './webhook-poster.ts'

let known = secretNumber(1)
let receiver: Receiver
beforeEach(async () => {
  known = secretNumber(1)
  receiver = await startReceiver(() => known)
})
afterEach(() => receiver.close())

const poster = webhookPoster({ privateHosts: 'allowed' })
const post = (secrets = [secretNumber(1)], url = receiver.url) =>
  poster.post(
    { url, id: 'event', at: new Date(), body: '{"type":"ping"}', secrets: secret(secrets) },
    AbortSignal.timeout(10_000),
  )

describe('an event', () => {
  it('is proven to a receiver that has the secret, and during a rotation to one that has the older', async () => {
    expect(await post()).toEqual({ status: 204, retryAfterMs: null, excerpt: '' })
    await post([secretNumber(2), secretNumber(1)])
    await post([secretNumber(2)])
    expect(receiver.received).toEqual([
      { id: 'event', body: { type: 'ping' } },
      { id: 'event', body: { type: 'ping' } },
    ])
    expect(receiver.refused).toBe(1)
  })

  it('brings back what was answered: the beginning of the text, the pause, and no redirect', async () => {
    receiver.answer = { status: 503, headers: { 'retry-after': '120' }, body: `${'é'.repeat(200_000)}\0` }
    expect(await post()).toEqual({ status: 503, retryAfterMs: 120_000, excerpt: 'é'.repeat(1_000) })
    receiver.answer = { status: 429, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } }
    const { retryAfterMs } = await post()
    expect(retryAfterMs).toBeGreaterThan(57_000)
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
    receiver.answer = { status: 307, headers: { location: '/elsewhere' } }
    expect((await post()).status).toBe(307)
    expect(receiver.received).toHaveLength(3)
  })

  it('that nobody answers, or that is for a private host, is an error without a word of the other side', async () => {
    receiver.answer = 'hangUp'
    await expect(post()).rejects.toMatchObject({ code: 'host-unreachable' })
    const closed = webhookPoster().post(
      {
        ...{ url: 'https://169.254.169.254/latest', id: 'event', at: new Date(), body: '{}' },
        secrets: secret([secretNumber(1)]),
      },
      AbortSignal.timeout(10_000),
    )
    await expect(closed).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the URL of an endpoint', () => {
  it.each([
    ['http://hooks.example.org/', false],
    ['https://hooks.example.org/a?b=c', true],
    ['https://user:pass@hooks.example.org/', false],
    ['https://127.0.0.1/', false],
    ['https://[::1]/', false],
    ['https://localhost/', false],
    ['https://10.1.2.3/', false],
    ['https://0x7f.1/', false],
    ['ftp://hooks.example.org/', false],
    ['not a url', false],
  ])('%s: %s', (url, isRight) => {
    const check = () => webhookPoster().check(url)
    if (isRight) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'invalid-input', field: 'url' }))
  })

  it('may be a private one where the host says so', () => {
    expect(() => poster.check('http://127.0.0.1:3000/')).not.toThrow()
  })
})

describe('an inbox with a real receiver', () => {
  it('delivers what happened, again when the receiver failed, signed with the secret that was shown', async () => {
    const clock = systemClock()
    const inbox = createInbox({
      ...{ storage: memoryStorage({ clock }), blobs: memoryBlobs(), clock, channels: [], webhooks: poster },
      encryption: { keys: [{ id: 'test', secret: Buffer.from(clock.randomBytes(32)).toString('base64') }] },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    })
    try {
      const acme = inbox.tenant('acme')
      const endpoint = await acme.endpoints.create({ url: receiver.url, eventTypes: ['folder.changed'] })
      known = endpoint.secret
      inbox.start()
      const folder = await acme.folders.create({ name: 'Retours' })
      await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 10_000)
      expect(receiver.received[0]?.body).toMatchObject({
        ...{ type: 'folder.changed', data: { folderId: folder.id, tenant: 'acme' } },
      })
      receiver.answer = { status: 500, body: 'no luck' }
      const { id } = await acme.endpoints.test(endpoint.id)
      await vi.waitFor(async () => expect((await acme.endpoints.delivery(id)).state).toBe('failed'), 10_000)
      receiver.answer = { status: 200 }
      await acme.endpoints.redeliver(id)
      await vi.waitFor(
        async () => expect((await acme.endpoints.delivery(id)).state).toBe('delivered'),
        10_000,
      )
      const { log, eventId } = await acme.endpoints.delivery(id)
      expect(log.map(({ status, excerpt }) => [status, excerpt])).toEqual([
        [500, 'no luck'],
        [200, ''],
      ])
      expect(receiver.received.slice(1).map((one) => one.id)).toEqual([eventId, eventId])
    } finally {
      await inbox.close()
    }
  }, 40_000)
})
