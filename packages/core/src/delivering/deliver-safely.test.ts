import { afterEach, describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { EndpointRecords } from '../ports/endpoint-records.ts'
import type { Storage } from '../ports/storage.ts'
import type { WebhookPost } from '../ports/webhook-poster.ts'
import {
  answers,
  isAway,
  type Receiver,
  type ReceivingDesk,
  receivingDesk,
  takes,
} from '../testing/receiving-desk.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const url = 'https://hooks.example.org/'

let desk: ReceivingDesk
afterEach(() => desk.close())

const idsOf = (posts: ReceivingDesk['posts']) => posts.map(({ id }) => id)

/** A storage that fails in the middle of the transactions for which this says so. */
function failing(storage: Storage, fails: (verb: keyof EndpointRecords) => boolean): Storage {
  return {
    ...storage,
    transaction: (tenant, work) =>
      storage.transaction(tenant, (tx) => {
        const endpoints = new Proxy(tx.endpoints, {
          get: (records, verb: keyof EndpointRecords) => {
            if (fails(verb)) throw new GuichetError('storage-failed', 'the database is away')
            return records[verb]
          },
        })
        return work({ ...tx, endpoints })
      }),
  }
}

/** Takes most events, and says so for most of those that it took. */
function moody(seen: Set<string>): Receiver {
  return async (post, signal) => {
    const [dice = 0] = desk.clock.randomBytes(1)
    if (dice < 40) return isAway(post, signal)
    if (dice < 80) return answers(dice % 2 === 0 ? 503 : 500)(post, signal)
    seen.add(post.id)
    return dice < 100 ? isAway(post, signal) : takes(post, signal)
  }
}

describe('deliveries survive', () => {
  it('a worker that dies between an attempt and its record: the event comes again with the same id', async () => {
    let dies = true
    desk = receivingDesk((storage) => failing(storage, (verb) => dies && verb === 'deliveriesForUpdate'))
    const endpoint = await desk.tenant.endpoints.create({ url })
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    const [id = ''] = await desk.happen(1)
    await desk.clock.advance(secondMs)
    expect(idsOf(desk.posts)).toEqual([id])
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({ attempts: 1, log: [{ status: null }] })
    dies = false
    await desk.clock.advance(2 * minuteMs)
    expect(idsOf(desk.posts)).toEqual([id, id])
    expect(await desk.delivery(id, endpoint.id)).toMatchObject({ state: 'delivered', attempts: 2 })
  })

  it('a worker that dies while it makes them: none is missing and none is there twice', async () => {
    let calls = 0
    desk = receivingDesk((storage) =>
      failing(storage, (verb) => verb === 'setPosition' && (calls++ === 0 || calls === 3)),
    )
    await desk.tenant.endpoints.create({ url })
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    const ids = await desk.happen(500)
    await desk.clock.advance(2 * minuteMs)
    expect(calls).toBeGreaterThan(3)
    expect(idsOf(desk.posts).toSorted()).toEqual([...ids].toSorted())
  })

  it('a host that is dead: the others get theirs at once', async () => {
    desk = receivingDesk()
    const dead = 'https://dead.example.org/'
    await desk.tenant.endpoints.create({ url: dead })
    for (const number of [1, 2, 3]) await desk.tenant.endpoints.create({ url: `${url}${number}` })
    desk.receivers.set(dead, () => new Promise(() => undefined))
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    const ids = await desk.happen(300)
    await desk.clock.advance(5 * secondMs)
    const taken = desk.posts.filter((post) => post.url !== dead)
    expect(taken).toHaveLength(3 * ids.length)
    expect(desk.posts.length - taken.length).toBe(4)
  })

  it('receivers that come and go: every event arrives everywhere, in however many attempts', async () => {
    desk = receivingDesk()
    const hosts = [1, 2, 3].map((number) => `${url}${number}`)
    for (const one of hosts) await desk.tenant.endpoints.create({ url: one })
    const taken = new Map(hosts.map((one) => [one, new Set<string>()]))
    for (const [one, seen] of taken) desk.receivers.set(one, moody(seen))
    desk.inbox.start()
    desk.inbox.start()
    await desk.clock.advance(secondMs)
    const ids: string[] = []
    for (let round = 0; round < 20; round += 1) {
      ids.push(...(await desk.happen(25)))
      await desk.clock.advance(10 * secondMs)
    }
    const reliable = (seen: Set<string>) => async (post: WebhookPost) => {
      seen.add(post.id)
      return { status: 200 }
    }
    for (const [one, seen] of taken) desk.receivers.set(one, reliable(seen))
    await desk.clock.advance(60 * minuteMs)
    for (const one of hosts) expect(taken.get(one)).toEqual(new Set(ids))
    expect(new Set(idsOf(desk.posts))).toEqual(new Set(ids))
  })
})
