import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Worker } from '../inbox-api.ts'
import type { EndpointWithSecret } from '../inbox-endpoints.ts'
import { answers, isAway, type ReceivingDesk, receivingDesk, takes } from '../testing/receiving-desk.ts'

const url = 'https://hooks.example.org/guichet'
const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

let desk: ReceivingDesk
let endpoint: EndpointWithSecret
let worker: Worker

beforeEach(async () => {
  desk = receivingDesk()
  endpoint = await desk.tenant.endpoints.create({ url })
  worker = desk.inbox.start()
  await desk.clock.advance(secondMs)
})

afterEach(() => desk.close())

const idsOf = (posts: ReceivingDesk['posts']) => posts.map(({ id }) => id)

describe('events of the inbox', () => {
  it('are posted soon after they happened, with ids and small facts in them', async () => {
    const [id] = await desk.happen(1)
    await desk.clock.advance(100)
    expect(desk.posts).toHaveLength(1)
    const [post] = desk.posts
    expect(post).toMatchObject({ url, id })
    expect(JSON.parse(post?.body ?? '')).toEqual({
      type: 'message.received',
      timestamp: '2026-11-02T08:00:01.000Z',
      data: {
        ...{ number: 0, tenant: 'acme', conversationId: null, messageId: null, integrationId: null },
        actor: { kind: 'system' },
      },
    })
    expect(post?.secrets.reveal()).toEqual([endpoint.secret])
  })

  it('are posted once to a receiver that takes them, however many there are', async () => {
    const ids = await desk.happen(450)
    await desk.clock.advance(minuteMs)
    expect(idsOf(desk.posts).toSorted()).toEqual([...ids].toSorted())
    expect(await desk.delivery(ids[449] ?? '', endpoint.id)).toMatchObject({
      ...{ state: 'delivered', attempts: 1, nextAttemptAt: null },
      log: [{ status: 204, error: null, durationMs: 0 }],
    })
  })

  it('are posted to every endpoint that wants their type, with one id', async () => {
    const other = 'https://other.example.org/'
    await desk.tenant.endpoints.create({ url: other, eventTypes: ['folder.changed'] })
    const third = 'https://third.example.org/'
    await desk.tenant.endpoints.create({ url: third, eventTypes: ['message.received'] })
    await desk.clock.advance(5 * secondMs)
    const [id] = await desk.happen(1)
    await desk.clock.advance(secondMs)
    expect(desk.posts.map((post) => [post.url, post.id])).toEqual([
      [url, id],
      [third, id],
    ])
  })

  it('stay in their tenant', async () => {
    await desk.happen(1, 'globex')
    await desk.clock.advance(minuteMs)
    expect(desk.posts).toEqual([])
  })

  it('that happened before the endpoint are not for it', async () => {
    await desk.happen(3)
    const late = await desk.tenant.endpoints.create({ url: 'https://late.example.org/' })
    await desk.clock.advance(minuteMs)
    expect(desk.posts.filter((post) => post.url === late.url)).toEqual([])
  })

  it('that happened while nobody worked are delivered when somebody does', async () => {
    await desk.close()
    desk = receivingDesk()
    await desk.tenant.endpoints.create({ url })
    const ids = await desk.happen(3)
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    expect(idsOf(desk.posts)).toEqual(ids)
  })

  it('that happen while the endpoint is disabled are delivered once it is enabled again', async () => {
    await desk.tenant.endpoints.update(endpoint.id, { state: 'disabled' })
    const ids = await desk.happen(2)
    await desk.clock.advance(hourMs)
    expect(desk.posts).toEqual([])
    await desk.tenant.endpoints.update(endpoint.id, { state: 'enabled' })
    await desk.clock.advance(secondMs)
    expect(idsOf(desk.posts)).toEqual(ids)
  })
})

describe('a receiver', () => {
  it('that fails once gets the event again with the same id, the same body, and the time of the attempt', async () => {
    desk.receivers.set(url, answers(500, { excerpt: 'oops' }))
    const [id = ''] = await desk.happen(1)
    await desk.clock.advance(secondMs)
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({
      ...{ state: 'failed', attempts: 1 },
      log: [{ status: 500, excerpt: 'oops', error: 'the receiver answered 500 where only a 2xx counts' }],
    })
    desk.receivers.set(url, takes)
    await desk.clock.advance(10 * secondMs)
    const [first, second] = desk.posts
    expect(desk.posts).toHaveLength(2)
    expect([second?.id, second?.body]).toEqual([first?.id, first?.body])
    expect((second?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(5 * secondMs)
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({ state: 'delivered', attempts: 2 })
  })

  it.each([301, 302, 307])('that answers %d is not followed, and has not taken the event', async (status) => {
    desk.receivers.set(url, answers(status))
    const [id = ''] = await desk.happen(1)
    await desk.clock.advance(secondMs)
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({ state: 'failed', log: [{ status }] })
  })

  it('that does not answer is given up after 15 seconds', async () => {
    let aborted = false
    desk.receivers.set(url, (_post, signal) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
      return new Promise(() => undefined)
    })
    const [id = ''] = await desk.happen(1)
    await desk.clock.advance(16 * secondMs)
    expect(aborted).toBe(true)
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({
      log: [{ durationMs: 15_000, error: 'the receiver did not answer within 15 seconds' }],
    })
  })

  it.each([429, 503])('that asks for a pause with %d gets it', async (status) => {
    desk.receivers.set(url, answers(status, { retryAfterMs: 10 * minuteMs }))
    await desk.happen(1)
    await desk.clock.advance(secondMs)
    await desk.happen(5)
    await desk.clock.advance(9 * minuteMs)
    expect(desk.posts).toHaveLength(1)
    desk.receivers.set(url, takes)
    await desk.clock.advance(2 * minuteMs)
    expect(new Set(idsOf(desk.posts)).size).toBe(6)
  })

  it('that is gone (410) is not asked again, and the others hear of it', async () => {
    const watcher = await desk.tenant.endpoints.create({
      ...{ url: 'https://watcher.example.org/', eventTypes: ['endpoint.disabled'] },
    })
    await desk.clock.advance(5 * secondMs)
    desk.receivers.set(url, answers(410))
    const [id = ''] = await desk.happen(1)
    await desk.happen(1)
    await desk.clock.advance(hourMs)
    expect(await desk.tenant.endpoints.get(endpoint.id)).toMatchObject({ state: 'disabled', because: 'gone' })
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({ state: 'dead', attempts: 1 })
    const told = desk.posts.filter((post) => post.url === watcher.url)
    expect(told.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'endpoint.disabled', data: { endpointId: endpoint.id, because: 'gone' } },
    ])
  })

  it('of which nothing but failures came for five days is disabled', async () => {
    desk.receivers.set(url, isAway)
    await desk.happen(1)
    await desk.clock.advance(secondMs)
    await worker.stop()
    await desk.clock.advance(5 * 24 * hourMs - 2 * minuteMs)
    worker = desk.inbox.start()
    await desk.clock.advance(minuteMs)
    expect(await desk.tenant.endpoints.get(endpoint.id)).toMatchObject({ state: 'enabled' })
    await desk.happen(1)
    await desk.clock.advance(6 * minuteMs)
    expect(await desk.tenant.endpoints.get(endpoint.id)).toMatchObject({
      ...{ state: 'disabled', because: 'failing' },
    })
  })

  it('that was away for two hours has every event soon after it is back, and few were tried in vain', async () => {
    desk.receivers.set(url, isAway)
    const ids: string[] = []
    for (let minute = 0; minute < 120; minute += 1) {
      ids.push(...(await desk.happen(2)))
      await desk.clock.advance(minuteMs)
    }
    const inVain = desk.posts.length
    expect(inVain).toBeLessThan(160)
    desk.receivers.set(url, takes)
    await desk.clock.advance(6 * minuteMs)
    const taken = new Set(idsOf(desk.posts.slice(inVain)))
    // The few that were tried often enough to wait longer come at their time.
    expect(taken.size).toBeGreaterThan(200)
    await desk.clock.advance(3 * hourMs)
    expect(new Set(idsOf(desk.posts.slice(inVain)))).toEqual(new Set(ids))
  })
})
