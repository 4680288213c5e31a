import { describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { Message } from '../model/message.ts'
import type { Storage } from '../ports/storage.ts'
import { type CalledDesk, openCalledDesk } from '../testing/called-desk.ts'
import { memoryStorage, parsedText } from '../testing/index.ts'

const number = '+33644600000'
const minuteMs = 60_000
const text = (id: string, words: string) => parsedText({ externalId: `text:${id}`, text: words })

/** Everything that the tenant shows, oldest first. */
async function shown({ acme }: CalledDesk): Promise<readonly Message[]> {
  const all: Message[] = []
  for (const { id } of (await acme.conversations.list()).items)
    all.push(...(await acme.conversations.messages(id, { limit: 200 })).items)
  return all.toSorted((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime())
}

const textsOf = async (desk: CalledDesk) => (await shown(desk)).map((message) => message.text).toSorted()

async function openDesk(parts: Parameters<typeof openCalledDesk>[0] = {}) {
  const desk = openCalledDesk(parts)
  const { id } = await desk.connect(desk.acme, number)
  const call = (...given: Parameters<CalledDesk['request']>) =>
    desk.inbox.receiveWebhook({ integrationId: id }, desk.request(...given))
  const open = () => desk.storage.transaction('acme', (tx) => tx.callbacks.pending(id, 100))
  return { ...desk, id, call, open }
}

describe('a worker', () => {
  it('understands what was kept before it began, and what comes while it runs, at once', async () => {
    const desk = await openDesk()
    await desk.call({ messages: [text('1', 'avant')] })
    desk.inbox.start()
    await desk.pass()
    expect(await textsOf(desk)).toEqual(['avant'])
    await desk.call({ messages: [text('2', 'pendant'), text('3', 'aussi')] })
    await desk.pass()
    expect(await textsOf(desk)).toEqual(['aussi', 'avant', 'pendant'])
    expect(await desk.open()).toEqual([])
    const { lastSyncStatus } = await desk.acme.integrations.get(desk.id)
    expect(lastSyncStatus).toBe('success')
  })

  it('stores a message once that a provider delivers again and again, under whatever id', async () => {
    const desk = await openDesk()
    desk.inbox.start()
    for (let time = 0; time < 3; time += 1) {
      await desk.call({ messages: [text('1', 'une fois')] }, { callbackId: 'same' })
      await desk.call({ messages: [text('1', 'une fois')] }, { callbackId: `other ${time}` })
      await desk.pass()
    }
    expect(await textsOf(desk)).toEqual(['une fois'])
  })

  it('takes up what was kept while the integration was paused', async () => {
    const desk = await openDesk()
    desk.inbox.start({ leaseMs: 3_000 })
    await desk.acme.integrations.update(desk.id, { paused: true })
    await desk.pass(5_000)
    await desk.call({ messages: [text('1', 'en pause')] })
    await desk.pass(5_000)
    expect(await textsOf(desk)).toEqual([])
    await desk.acme.integrations.update(desk.id, { paused: false })
    await desk.pass(5_000)
    expect(await textsOf(desk)).toEqual(['en pause'])
  })

  it('joins the parts of a message, and after fifteen minutes those that came', async () => {
    const desk = await openDesk()
    desk.inbox.start()
    const part = (group: string, index: number, words: string) =>
      desk.call({
        messages: [text(`${group}/${index}`, words)],
        part: { group, index, total: 2 },
      })
    await part('whole', 2, 'monde')
    await part('torn', 1, 'perdu')
    await desk.pass()
    expect(await textsOf(desk)).toEqual([])
    await part('whole', 1, 'bonjour ')
    await desk.pass()
    expect(await textsOf(desk)).toEqual(['bonjour monde'])
    await desk.pass(14 * minuteMs)
    expect(await textsOf(desk)).toEqual(['bonjour monde'])
    await desk.pass(2 * minuteMs)
    expect(await textsOf(desk)).toEqual(['bonjour monde', 'perdu'])
    await part('torn', 2, ' retrouvé')
    await desk.pass(17 * minuteMs)
    expect(await textsOf(desk)).toEqual([' retrouvé', 'bonjour monde', 'perdu'])
  })
})

describe('a callback that cannot be read', () => {
  const broken = (desk: CalledDesk, body: Uint8Array) => ({
    ...desk.request({}, { callbackId: `broken ${body.byteLength}` }),
    body,
  })
  it.each([
    ['no UTF-8', Uint8Array.of(0xff, 0xfe, 0x7b)],
    ['no JSON', Buffer.from('{"messages":[')],
    ['nested deep', Buffer.from(`${'['.repeat(300_000)}${']'.repeat(300_000)}`)],
    ['with prototype keys', Buffer.from('{"__proto__":{"messages":[],"outcomes":[]}}')],
    ['with a hundred thousand keys', Buffer.from(`{${'"k":1,'.repeat(100_000)}"messages":7}`)],
  ])('(%s) is kept with its bytes where a person sees it, and holds up nobody', async (_, body) => {
    const desk = await openDesk()
    desk.inbox.start()
    await desk.inbox.receiveWebhook({ integrationId: desk.id }, broken(desk, body))
    await desk.call({ messages: [text('1', 'après')] })
    await desk.pass()
    const [odd, ...others] = (await shown(desk)).filter((message) => message.text !== 'après')
    const kept: Uint8Array[] = []
    for await (const chunk of await desk.acme.messages.raw(odd?.id ?? '')) kept.push(chunk)
    expect([others.length, Buffer.concat(kept).equals(Buffer.from(body))]).toEqual([0, true])
    expect(({} as { messages?: unknown }).messages).toBe(undefined)
    expect(await textsOf(desk)).toContain('après')
    expect(await desk.open()).toEqual([])
  })

  it('is read again by a person’s wish, once the channel can', async () => {
    let isAble = false
    const desk = await openDesk({
      channelType: (fake) => ({
        ...fake,
        parse: async (raw) => {
          if (!isAble) throw new GuichetError('unparsable', 'not yet')
          return fake.parse(raw)
        },
      }),
    })
    desk.inbox.start()
    await desk.call({ messages: [text('1', 'enfin')] })
    await desk.pass()
    const [stored] = (await desk.acme.messages.quarantined()).items
    isAble = true
    await desk.acme.messages.replay(stored?.id ?? '')
    expect(await textsOf(desk)).toEqual(['enfin'])
  })
})

/** A storage of which one transaction fails, before its commit or after it: what a kill -9 leaves. */
function failing(storage: Storage, when: 'before' | 'after') {
  let count = 0
  let failsAt = Number.POSITIVE_INFINITY
  const transaction: Storage['transaction'] = async (tenant, work) => {
    count += 1
    const isKilled = count === failsAt
    if (isKilled && when === 'before') throw killed()
    const result = await storage.transaction(tenant, work)
    if (isKilled) throw killed()
    return result
  }
  return {
    ...{ ...storage, transaction, count: () => count },
    /** Of those from now on. */
    failAt(next: number) {
      count = 0
      failsAt = next
    },
  }
}

const killed = () => new GuichetError('storage-failed', 'killed', { retry: 'later' })

describe('an end at any moment', () => {
  const run = async (at: number, when: 'before' | 'after') => {
    let storage: ReturnType<typeof failing> | undefined
    const desk = await openDesk({
      storage(clock) {
        storage = failing(memoryStorage({ clock }), when)
        return storage
      },
    })
    await desk.call({ messages: [text('1', 'un'), text('2', 'deux')] })
    await desk.call({ messages: [text('p1', 'trois ')], part: { group: 'g', index: 1, total: 2 } })
    await desk.call({ messages: [text('p2', 'quatre')], part: { group: 'g', index: 2, total: 2 } })
    await desk.inbox.receiveWebhook(
      { integrationId: desk.id },
      { ...desk.request({}, { callbackId: 'broken' }), body: Uint8Array.of(1, 2, 3) },
    )
    storage?.failAt(at)
    desk.inbox.start({ leaseMs: 3_000 })
    await desk.pass(90_000)
    return { desk, transactions: storage?.count() ?? 0 }
  }

  it('loses nothing and doubles nothing', async () => {
    const { transactions } = await run(1_000, 'before')
    expect(transactions).toBeGreaterThan(5)
    for (const when of ['before', 'after'] as const)
      for (let at = 1; at <= 10; at += 1) {
        const { desk } = await run(at, when)
        const readable = (await shown(desk)).filter(({ parseState }) => parseState === 'ok')
        expect(readable.map((message) => message.text).toSorted()).toEqual(['deux', 'trois quatre', 'un'])
        expect((await desk.acme.messages.quarantined()).items.length).toBe(1)
        expect(await desk.open()).toEqual([])
      }
  })
})
