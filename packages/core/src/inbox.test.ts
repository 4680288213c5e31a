import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GuichetError } from './errors.ts'
import { createInbox } from './inbox.ts'
import type { Inbox, TenantInbox } from './inbox-api.ts'
import type { Message } from './model/message.ts'
import { systemClock } from './system-clock.ts'
import { type FakeChannel, fakeChannel, memoryBlobs, memoryStorage, parsedMessage } from './testing/index.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

let channel: FakeChannel
let inbox: Inbox
let acme: TenantInbox
let heard: Message[]

beforeEach(async () => {
  channel = fakeChannel()
  heard = []
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [key] },
    channels: [channel],
    onMessage: async (message) => void heard.push(message),
    log: silent,
  })
  await inbox.migrate()
  acme = inbox.tenant('acme')
})

afterEach(() => inbox.close())

function connect(): Promise<{ id: string }> {
  const settings = { address: 'support@acme.example' }
  return acme.integrations.create({
    type: 'fake',
    name: 'Support',
    settings,
    secrets: { password: 'secret' },
  })
}

/** Looks until it is there: what a worker does is asynchronous. */
async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let round = 0; round < 500; round += 1) {
    const value = await look()
    if (value !== undefined) return value
    await sleep(10)
  }
  throw new Error('waited in vain')
}

async function received(): Promise<string> {
  channel.put(parsedMessage())
  await connect()
  inbox.start()
  return until(async () => (await acme.conversations.list()).items[0]?.id)
}

function delivered(id: string): Promise<Message> {
  const isSettled = (message: Message) => !['ready', 'sending'].includes(message.delivery?.state ?? '')
  return until(async () => [await acme.messages.get(id)].find(isSettled))
}

describe('an inbox', () => {
  it('receives, is answered, and sends the answer in the thread', async () => {
    const id = await received()
    const reply = await acme.conversations.reply(id, { text: 'Elle part <demain>.\n\nBonne journée' })
    expect((await delivered(reply.id)).delivery).toMatchObject({ state: 'sent', attempts: 1 })
    expect(channel.sent).toMatchObject([
      {
        ...{ to: [{ address: 'claire@customer.example' }], from: { address: 'support@acme.example' } },
        ...{ subject: 'Re: Commande 12', inReplyTo: 'question@customer.example', mailId: reply.mailId },
        ...{
          references: [
            expect.stringMatching(/^c[0-9a-f]{32}\.[0-9a-f]{20}@acme\.example$/),
            'question@customer.example',
          ],
          html: '<p>Elle part &lt;demain&gt;.</p>\n<p>Bonne journée</p>',
        },
      },
    ])
    expect(await acme.conversations.get(id)).toMatchObject({ status: 'open', messageCount: 2 })
  })

  it('finds the conversation of an answer to a Message-ID that a relay wrote', async () => {
    const id = await received()
    channel.rewriteMailIds()
    const reply = await acme.conversations.reply(id, { text: 'Elle part demain.' })
    await delivered(reply.id)
    // As iOS Mail does it: nothing but the id it was sent.
    channel.put(parsedMessage({ mailId: 'a@x', inReplyTo: ['1@relay.example'] }))
    await until(async () => ((await acme.conversations.get(id)).messageCount === 3 ? true : undefined))
  })

  it('finds the conversation of an answer whose ids were all lost, by what is the same in every mail', async () => {
    const id = await received()
    const reply = await acme.conversations.reply(id, { text: 'Elle part demain.' })
    await delivered(reply.id)
    const [threadId = ''] = channel.sent[0]?.references ?? []
    channel.put(parsedMessage({ mailId: 'a@x', references: [threadId, 'rewritten@relay.example'] }))
    await until(async () => ((await acme.conversations.get(id)).messageCount === 3 ? true : undefined))
  })

  it('sends a signed address to answer to where the domain accepts it, and finds its way back by it', async () => {
    channel.put(parsedMessage())
    const settings = { address: 'support@acme.example', subaddressing: '+' }
    await acme.integrations.create({ type: 'fake', name: 'S', settings, secrets: { password: 'secret' } })
    inbox.start()
    const id = await until(async () => (await acme.conversations.list()).items[0]?.id)
    await delivered((await acme.conversations.reply(id, { text: 'Elle part demain.' })).id)
    const replyTo = channel.sent[0]?.replyTo
    expect(replyTo?.address).toMatch(/^support\+c[0-9a-f]{32}\.[0-9a-f]{20}@acme\.example$/)
    const colleague = { name: 'Marc', address: 'marc@customer.example' }
    const to = replyTo === undefined ? [] : [replyTo]
    channel.put(parsedMessage({ mailId: 'a@x', from: colleague, subject: 'Alors ?', to }))
    await until(async () => ((await acme.conversations.get(id)).messageCount === 3 ? true : undefined))
  })

  it('tells the host about every new message', async () => {
    await received()
    expect(await until(async () => heard[0])).toMatchObject({ subject: 'Commande 12' })
  })

  it('threads the answer to our answer even when another person of the customer writes it', async () => {
    const id = await received()
    const reply = await acme.conversations.reply(id, { text: 'Elle part demain.' })
    const from = { name: 'Chef', address: 'chef@customer.example' }
    channel.put(parsedMessage({ mailId: 'c@x', from, inReplyTo: [reply.mailId ?? ''], sentAt: new Date() }))
    const messages = await until(async () => {
      const { items } = await acme.conversations.messages(id)
      return items.length === 3 ? items : undefined
    })
    expect(messages[2]?.threading).toMatchObject({ rule: 'token', evidence: reply.mailId })
  })

  it('sends once for one idempotency key, and refuses the key for another text', async () => {
    const id = await received()
    const first = await acme.conversations.reply(id, { text: 'Oui', idempotencyKey: 'k' })
    const second = await acme.conversations.reply(id, { text: 'Oui', idempotencyKey: 'k' })
    expect(second.id).toBe(first.id)
    const other = acme.conversations.reply(id, { text: 'Non', idempotencyKey: 'k' })
    await expect(other).rejects.toMatchObject({ code: 'invalid-input', field: 'idempotencyKey' })
    await delivered(first.id)
    expect(channel.sent).toHaveLength(1)
  })

  it('refuses an answer that did not see the latest message', async () => {
    const id = await received()
    const [seen] = (await acme.conversations.messages(id)).items
    await acme.conversations.reply(id, { text: 'Oui', seenUpTo: seen?.id ?? '' })
    const late = acme.conversations.reply(id, { text: 'Non', seenUpTo: seen?.id ?? '' })
    await expect(late).rejects.toMatchObject({ code: 'conflict', field: 'seenUpTo' })
  })

  it.each([
    ['a refusal', new GuichetError('rejected', 'the server refused: no such user'), 'failed'],
    [
      'silence after the message left',
      new GuichetError('outcome-unknown', 'no answer', { outcome: 'unknown' }),
      'unknown',
    ],
    ['an error nobody foresaw', new Error('boom'), 'unknown'],
  ])('never sends again after %s', async (_name, error, state) => {
    const id = await received()
    channel.failNextSends(error)
    const reply = await acme.conversations.reply(id, { text: 'Oui' })
    expect((await delivered(reply.id)).delivery).toMatchObject({ state, attempts: 1 })
    expect(channel.sent).toEqual([])
  })

  it('keeps what was certainly not sent, and says when it tries again', async () => {
    const id = await received()
    channel.failNextSends(
      new GuichetError('host-unreachable', 'smtp.acme.example did not answer', { retry: 'later' }),
    )
    const reply = await acme.conversations.reply(id, { text: 'Oui' })
    const waiting = await until(async () => {
      const message = await acme.messages.get(reply.id)
      return message.delivery?.attempts === 1 && message.delivery.state === 'ready' ? message : undefined
    })
    expect(waiting.delivery?.error).toBe('smtp.acme.example did not answer')
    expect(waiting.delivery?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 30_000)
  })

  it('takes up, pauses and changes integrations while it runs', async () => {
    inbox.start()
    const { id } = await connect()
    await until(async () => (await acme.integrations.get(id)).lastSyncAt ?? undefined)
    await acme.integrations.update(id, { paused: true })
    channel.put(parsedMessage({ mailId: 'while-paused@x' }))
    await acme.integrations.update(id, { paused: false, name: 'Accueil' })
    await until(async () => (await acme.conversations.list()).items[0])
    expect(await acme.integrations.get(id)).toMatchObject({ name: 'Accueil', lastSyncStatus: 'success' })
  })

  it('follows events as they happen, and from where a reader left off', async () => {
    const { position } = await acme.events.after(null)
    await received()
    const stop = new AbortController()
    const types: string[] = []
    for await (const event of acme.events.follow(position, stop.signal)) {
      types.push(event.type)
      if (event.type === 'message.received') stop.abort()
    }
    expect(types).toContain('integration.changed')
  })

  it('keeps tenants apart', async () => {
    const id = await received()
    const other = inbox.tenant('other')
    await expect(other.conversations.get(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(other.conversations.reply(id, { text: 'x' })).rejects.toMatchObject({ code: 'not-found' })
    expect((await other.conversations.list()).items).toEqual([])
  })

  it('never shows secrets, and stores them encrypted', async () => {
    const { id } = await connect()
    expect(JSON.stringify(await acme.integrations.get(id))).not.toContain('secret')
  })

  it.each([
    ['type', { type: 'pigeon', name: 'x', settings: {}, secrets: {} }],
    ['name', { type: 'fake', name: ' ', settings: { address: 'a' }, secrets: { password: 'p' } }],
    ['settings.address', { type: 'fake', name: 'x', settings: {}, secrets: { password: 'p' } }],
    ['secrets.password', { type: 'fake', name: 'x', settings: { address: 'a' }, secrets: {} }],
    [
      'intervalSeconds',
      { type: 'fake', name: 'x', settings: { address: 'a' }, secrets: { password: 'p' }, intervalSeconds: 5 },
    ],
  ])('names the wrong field: %s', async (field, input) => {
    await expect(acme.integrations.create(input)).rejects.toMatchObject({ code: 'invalid-input', field })
  })

  it('moves conversations out of a folder that is removed', async () => {
    const id = await received()
    const folder = await acme.folders.create({ name: 'Commandes été' })
    expect(folder.key).toBe('commandes-ete')
    await acme.conversations.update(id, { folder: folder.key, status: 'resolved' })
    await acme.folders.remove(folder.id)
    const folders = await acme.folders.list()
    expect(folders.find((one) => one.key === 'inbox')?.counts).toEqual({ resolved: 1 })
  })

  it('lists what needs work: new and open, not what is settled', async () => {
    const id = await received()
    expect((await acme.conversations.list({ status: 'active' })).items).toHaveLength(1)
    await acme.conversations.update(id, { status: 'resolved', priority: 'urgent' })
    expect((await acme.conversations.list({ status: 'active' })).items).toEqual([])
    expect((await acme.conversations.list({ status: 'urgent' })).items).toHaveLength(1)
  })

  it('refuses a second folder of one name in one place', async () => {
    const folder = await acme.folders.create({ name: 'Factures' })
    await expect(acme.folders.create({ name: 'FACTURES' })).rejects.toMatchObject({
      code: 'conflict',
      field: 'name',
    })
    expect((await acme.folders.create({ name: 'Factures', parentId: folder.id })).key).toBe('factures-2')
  })

  it('refuses a folder inside itself and changes to system folders', async () => {
    const outer = await acme.folders.create({ name: 'Clients' })
    const inner = await acme.folders.create({ name: 'Paris', parentId: outer.id })
    await expect(acme.folders.update(outer.id, { parentId: inner.id })).rejects.toMatchObject({
      field: 'parentId',
    })
    const inboxFolder = (await acme.folders.list()).find((one) => one.key === 'inbox')
    await expect(acme.folders.remove(inboxFolder?.id ?? '')).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('createInbox', () => {
  it.each([
    ['no key', []],
    ['a short key', [{ id: 'a', secret: 'c2hvcnQ=' }]],
    ['a key of zeros', [{ id: 'a', secret: Buffer.alloc(32).toString('base64') }]],
  ])('refuses %s', (_name, keys) => {
    const options = { storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [] }
    expect(() => createInbox({ ...options, encryption: { keys } })).toThrow(/encryption/)
  })
})
