import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInbox } from '../inbox.ts'
import { memoryBlobs, memoryStorage, testClock } from '../testing/index.ts'
import { answers, type ReceivingDesk, receivingDesk, takes } from '../testing/receiving-desk.ts'

const url = 'https://hooks.example.org/guichet'
const secondMs = 1_000
const hourMs = 3_600 * secondMs

let desk: ReceivingDesk
beforeEach(() => {
  desk = receivingDesk()
})
afterEach(() => desk.close())

describe('webhook endpoints', () => {
  it('show their secret at creation and at rotation, and never again', async () => {
    const { secret, ...created } = await desk.tenant.endpoints.create({ url, description: 'Comptabilité' })
    expect(secret).toMatch(/^whsec_/)
    expect(created).toMatchObject({ url, description: 'Comptabilité', eventTypes: [], state: 'enabled' })
    expect(await desk.tenant.endpoints.get(created.id)).toEqual(created)
    expect(await desk.tenant.endpoints.list()).toEqual([created])
    const rotated = await desk.tenant.endpoints.rotateSecret(created.id)
    expect(rotated.secret).not.toBe(secret)
    expect(JSON.stringify([created, await desk.tenant.endpoints.list()])).not.toMatch(/whsec_|secret/)
  })

  it('sign with the secret before a rotation as well, for a day', async () => {
    const { id, secret } = await desk.tenant.endpoints.create({ url })
    const second = await desk.tenant.endpoints.rotateSecret(id)
    const third = await desk.tenant.endpoints.rotateSecret(id)
    const signedWith = async () => {
      await desk.tenant.endpoints.test(id)
      const worker = desk.inbox.start()
      await desk.clock.advance(secondMs)
      await worker.stop()
      return desk.posts.at(-1)?.secrets.reveal()
    }
    expect(await signedWith()).toEqual([third.secret, second.secret])
    await desk.clock.advance(24 * hourMs)
    expect(await signedWith()).toEqual([third.secret])
    expect(secret).not.toBe(second.secret)
  })

  it('can be tried with a ping, which nobody else gets', async () => {
    const { id } = await desk.tenant.endpoints.create({ url })
    await desk.tenant.endpoints.create({ url: 'https://other.example.org/' })
    const { eventId } = await desk.tenant.endpoints.test(id)
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    expect(desk.posts).toMatchObject([{ url, id: eventId }])
    expect(JSON.parse(desk.posts[0]?.body ?? '')).toMatchObject({ type: 'ping', data: { tenant: 'acme' } })
  })

  it('get a delivery again when somebody asks, also one that was given up', async () => {
    const { id } = await desk.tenant.endpoints.create({ url })
    desk.receivers.set(url, answers(410))
    const { id: deliveryId, eventId } = await desk.tenant.endpoints.test(id)
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    expect((await desk.tenant.endpoints.deliveries(id, { state: 'dead' })).items).toMatchObject([{ eventId }])
    await expect(desk.tenant.endpoints.redeliver(deliveryId)).rejects.toMatchObject({ code: 'conflict' })
    await expect(desk.tenant.endpoints.test(id)).rejects.toMatchObject({ code: 'conflict' })
    desk.receivers.set(url, takes)
    await desk.tenant.endpoints.update(id, { state: 'enabled' })
    expect(await desk.tenant.endpoints.redeliver(deliveryId)).toMatchObject({ state: 'waiting', attempts: 0 })
    await desk.clock.advance(secondMs)
    expect(await desk.tenant.endpoints.delivery(deliveryId)).toMatchObject({
      ...{ state: 'delivered', attempts: 1 },
      log: [{ status: 410 }, { status: 204 }],
    })
    expect((await desk.tenant.endpoints.deliveries(id, { state: 'dead' })).items).toEqual([])
  })

  it('are tried at once after a change of their URL, however long they were to rest', async () => {
    const { id } = await desk.tenant.endpoints.create({ url })
    desk.receivers.set(url, answers(503, { retryAfterMs: 10 * hourMs }))
    await desk.tenant.endpoints.test(id)
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    await desk.happen(1)
    await desk.tenant.endpoints.update(id, { url: 'https://new.example.org/' })
    await desk.clock.advance(secondMs)
    expect(desk.posts.map((post) => post.url)).toEqual([url, 'https://new.example.org/'])
  })

  it.each([
    [{ url: '' }, 'url'],
    [{ url, eventTypes: ['message.eaten'] }, 'eventTypes.0'],
    [{ url, secret: 'whsec_mine' }, undefined],
    [{ url, description: 'x'.repeat(201) }, 'description'],
  ])('are refused when they are not right: %j', async (input, field) => {
    const creating = desk.tenant.endpoints.create(input as never)
    await expect(creating).rejects.toMatchObject({ code: 'invalid-input', field })
  })

  it('are fifty at most, and are not found in another tenant', async () => {
    const all = []
    for (let count = 0; count < 50; count += 1) all.push(await desk.tenant.endpoints.create({ url }))
    await expect(desk.tenant.endpoints.create({ url })).rejects.toMatchObject({ code: 'conflict' })
    const id = all[0]?.id ?? ''
    const other = desk.inbox.tenant('globex').endpoints
    for (const asked of [other.get(id), other.test(id), other.remove(id), other.deliveries(id)])
      await expect(asked).rejects.toMatchObject({ code: 'not-found' })
    await desk.tenant.endpoints.remove(id)
    await expect(desk.tenant.endpoints.get(id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('need a host that delivers events', async () => {
    const clock = testClock()
    const inbox = createInbox({
      ...{ storage: memoryStorage({ clock }), blobs: memoryBlobs(), clock, channels: [] },
      encryption: { keys: [{ id: 'test', secret: Buffer.from(clock.randomBytes(32)).toString('base64') }] },
    })
    const creating = inbox.tenant('acme').endpoints.create({ url })
    await expect(creating).rejects.toMatchObject({ code: 'invalid-configuration', field: 'webhooks' })
    await inbox.close()
  })
})
