import { beforeEach, describe, expect, it } from 'vitest'
import { GuichetError } from './errors.ts'
import type { IntakeContext } from './intake/intake-context.ts'
import { mailIds } from './mail-ids.ts'
import type { Message } from './model/message.ts'
import { accept } from './pipeline.ts'
import type { ParsedMessage } from './ports/channel.ts'
import type { Storage, Transaction } from './ports/storage.ts'
import { fakeChannel, memoryBlobs, memoryStorage, parsedMessage, testClock } from './testing/index.ts'

const integrationId = '00000000-0000-7000-8000-000000000001'
const claire = { name: 'Claire Petit', address: 'claire@customer.example' }
const support = { name: 'Support', address: 'support@acme.example' }

let ctx: IntakeContext
let storage: Storage
const channel = fakeChannel()

beforeEach(async () => {
  const clock = testClock()
  storage = memoryStorage({ clock })
  ctx = {
    ...{ tenant: 'acme', integrationId, channel, identity: support, fence: null, storage, clock },
    blobs: memoryBlobs(),
    mailIds: mailIds(clock, [new Uint8Array(32)]),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  await read((tx) =>
    tx.integrations.insert({
      ...{ id: integrationId, type: 'fake', name: 'Support', settings: {}, secrets: '', paused: false },
      ...{
        intervalSeconds: 300,
        lastSyncAt: null,
        lastSyncStatus: null,
        lastSyncError: null,
        lastSyncProblem: null,
        sendError: null,
        sendProblem: null,
        sendHeldUntil: null,
        createdAt: clock.now(),
      },
    }),
  )
})

function read<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return storage.transaction('acme', work)
}

function take(messages: readonly ParsedMessage[], isHistory = false): ReturnType<typeof accept> {
  return accept(ctx, {
    messages: messages.map((message) => channel.received(message, isHistory)),
    cursor: null,
  })
}

async function conversations() {
  return (await read((tx) => tx.conversations.list({}, { cursor: null, limit: 100 }))).items
}

async function messagesOf(conversationId: string): Promise<readonly Message[]> {
  return (await read((tx) => tx.messages.list(conversationId, { cursor: null, limit: 100 }))).items
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))
const question = parsedMessage({ mailId: 'q@x', sentAt: at(1) })
const answer = parsedMessage({
  ...{ mailId: 'a@x', references: ['q@x'], inReplyTo: ['q@x'], from: support, to: [claire] },
  ...{ subject: 'Re: Commande 12', text: 'Elle part demain.', sentAt: at(2) },
})
const thanks = parsedMessage({
  ...{
    mailId: 't@x',
    references: ['q@x', 'a@x'],
    subject: 'Re: Commande 12',
    text: 'Merci !',
    sentAt: at(3),
  },
})

describe('accept', () => {
  it('makes one conversation of a question and its answers in one batch', async () => {
    expect(await take([question, answer, thanks])).toMatchObject({ stored: 3, known: 0, quarantined: 0 })
    const [conversation, ...others] = await conversations()
    expect(others).toEqual([])
    expect(conversation).toMatchObject({
      ...{
        subject: 'Commande 12',
        status: 'new',
        messageCount: 3,
        contactName: 'Claire Petit',
        snippet: 'Merci !',
      },
      ...{ firstMessageAt: at(1), lastMessageAt: at(3), verdict: 'person' },
    })
  })

  it('comes to the same conversation when the newest is read first', async () => {
    for (const message of [thanks, answer, question]) await take([message], true)
    const [conversation, ...others] = await conversations()
    expect(others).toEqual([])
    expect(conversation).toMatchObject({
      ...{ subject: 'Commande 12', messageCount: 3, contactName: 'Claire Petit', snippet: 'Merci !' },
      ...{ firstMessageAt: at(1), lastMessageAt: at(3), status: 'new' },
    })
    const texts = (await messagesOf(conversation?.id ?? '')).map((message) => message.text)
    expect(texts).toEqual([question.text, answer.text, thanks.text])
  })

  it('stores the same message once, in one batch or two, and drops the second copy of its bytes', async () => {
    expect(await take([question, question])).toMatchObject({ stored: 1, known: 1 })
    expect(await take([question])).toMatchObject({ stored: 0, known: 1 })
    expect(await conversations()).toMatchObject([{ messageCount: 1 }])
  })

  it('keeps two messages apart that say the same under different ids', async () => {
    await take([parsedMessage({ mailId: '1@x' }), parsedMessage({ mailId: '2@x' })])
    expect(await conversations()).toHaveLength(2)
  })

  it('keeps unreadable bytes in quarantine, visible in the inbox, and goes on', async () => {
    const broken = { ...channel.received(question), raw: Buffer.from('not a message') }
    const result = await accept(ctx, { messages: [broken, channel.received(thanks)], cursor: null })
    expect(result).toMatchObject({ stored: 2, quarantined: 1 })
    const stored = await Promise.all((await conversations()).map(({ id }) => messagesOf(id)))
    const failed = stored.flat().find((message) => message.parseState === 'failed')
    expect(failed).toMatchObject({ parseError: 'this is not a message', verdict: 'person' })
    expect(Buffer.concat(await Array.fromAsync(ctx.blobs.open(failed?.rawKey ?? ''))).toString()).toBe(
      'not a message',
    )
  })

  it('lets one message that the storage refuses cost only itself', async () => {
    const refusing = refuseText('poison')
    const poison = parsedMessage({ mailId: 'p@x', text: 'poison' })
    const batch = { messages: [question, poison].map((message) => channel.received(message)), cursor: null }
    const result = await accept({ ...ctx, storage: refusing }, batch)
    expect(result).toMatchObject({ stored: 2, quarantined: 1 })
    expect((await conversations()).map((one) => one.subject).sort()).toEqual(['', 'Commande 12'])
  })

  it('changes nothing when the database is away', async () => {
    const away = {
      ...storage,
      transaction: () => Promise.reject(new GuichetError('storage-failed', 'away', { retry: 'later' })),
    }
    const batch = { messages: [channel.received(question)], cursor: { source: 'box', value: 1 } }
    await expect(accept({ ...ctx, storage: away }, batch)).rejects.toMatchObject({ code: 'storage-failed' })
    expect(await conversations()).toEqual([])
  })

  it('moves the cursor with the messages, and neither under a lost lease', async () => {
    const batch = { messages: [channel.received(question)], cursor: { source: 'box', value: { uid: 7 } } }
    await expect(accept({ ...ctx, fence: 99 }, batch)).rejects.toMatchObject({ code: 'lease-lost' })
    expect(await read((tx) => tx.integrations.cursors(integrationId))).toEqual([])
    const [lease] = await storage.leases.acquire('worker', 60_000, 1)
    await accept({ ...ctx, fence: lease?.fence ?? 0 }, batch)
    expect(await read((tx) => tx.integrations.cursors(integrationId))).toEqual([
      { source: 'box', value: { uid: 7 } },
    ])
  })

  it('announces what arrives and is silent about history', async () => {
    const { position } = await read((tx) => tx.events.after(null, 10))
    await take([question], true)
    await take([thanks])
    const { events } = await read((tx) => tx.events.after(position, 10))
    expect(events.map((event) => event.type)).toEqual(['message.received'])
  })

  it('files newsletters and automatic mail apart and gives them no contact', async () => {
    const newsletter = parsedMessage({
      mailId: 'n@x',
      headers: new Map([['list-id', ['<news.shop.example>']]]),
    })
    await take([newsletter, question])
    const folders = await read((tx) => tx.folders.list())
    const keys = new Map(folders.map((folder) => [folder.id, folder.key]))
    const filed = (await conversations()).map((one) => [keys.get(one.folderId), one.contactId === null])
    expect(filed).toContainEqual(['newsletters', true])
    expect(filed).toContainEqual(['inbox', false])
  })

  it('reopens a resolved conversation when the customer writes, not when a machine does', async () => {
    await take([question])
    const resolve = async () => {
      const [conversation] = await conversations()
      if (conversation) await read((tx) => tx.conversations.update([{ ...conversation, status: 'resolved' }]))
    }
    await resolve()
    const vacation = new Map([['auto-submitted', ['auto-replied']]])
    await take([parsedMessage({ mailId: 'v@x', references: ['q@x'], headers: vacation, sentAt: at(4) })])
    expect(await conversations()).toMatchObject([{ status: 'resolved' }])
    await take([parsedMessage({ mailId: 'w@x', references: ['q@x'], sentAt: at(5) })])
    expect(await conversations()).toMatchObject([{ status: 'open' }])
  })

  it('reopens for an answer whose date is older than ours: mail servers count whole seconds', async () => {
    await take([thanks])
    const [conversation] = await conversations()
    if (conversation) await read((tx) => tx.conversations.update([{ ...conversation, status: 'resolved' }]))
    await take([parsedMessage({ mailId: 'w@x', references: ['q@x'], sentAt: at(2) })])
    expect(await conversations()).toMatchObject([{ status: 'open' }])
  })
})

describe('a source that lost something', () => {
  const counted = (prefix: string) => read((tx) => tx.sources.countLocated(integrationId, prefix))
  const seenAt = (locator: string, message = question) => ({ ...channel.received(message), locator })

  it('keeps a message that was expunged on the server, and forgets only where it was', async () => {
    await accept(ctx, { messages: [seenAt('INBOX/1/1')], cursor: null })
    await accept(ctx, { messages: [], cursor: null, gone: ['INBOX/1/1', 'INBOX/1/77'] })
    expect(await counted('INBOX/')).toEqual({ stored: 0, quarantined: 0, deleted: 0 })
    expect(await conversations()).toMatchObject([{ messageCount: 1 }])
  })

  it('takes a folder that was numbered anew with one event and without storing anything twice', async () => {
    await accept(ctx, { messages: [seenAt('INBOX/1/1'), seenAt('INBOX/1/2', thanks)], cursor: null })
    const { position } = await read((tx) => tx.events.after(null, 10))
    const again = [seenAt('INBOX/2/8'), seenAt('INBOX/2/9', thanks)]
    const batch = { messages: again, cursor: null, reset: 'INBOX/1/' }
    expect(await accept(ctx, batch)).toMatchObject({ stored: 0, known: 2 })
    const { events } = await read((tx) => tx.events.after(position, 10))
    expect(events.map(({ type }) => type)).toEqual(['integration.reset'])
    expect(await counted('INBOX/1/')).toMatchObject({ stored: 0 })
    expect(await counted('INBOX/2/')).toMatchObject({ stored: 2 })
  })

  it('forgets places also when a message of the batch spoils it', async () => {
    await accept(ctx, { messages: [seenAt('INBOX/1/1')], cursor: null })
    const poison = seenAt('INBOX/1/2', parsedMessage({ mailId: 'p@x', text: 'poison' }))
    const batch = { messages: [poison], cursor: null, gone: ['INBOX/1/1'] }
    await accept({ ...ctx, storage: refuseText('poison') }, batch)
    expect(await counted('INBOX/1/')).toEqual({ stored: 0, quarantined: 1, deleted: 0 })
  })
})

/** The same storage, refusing messages with this text as a database refuses data it cannot hold. */
function refuseText(text: string): Storage {
  return {
    ...storage,
    transaction: (tenant, work) =>
      storage.transaction(tenant, (tx) => {
        const insert: Transaction['messages']['insert'] = async (messages) => {
          if (messages.some((message) => message.text === text))
            throw new GuichetError('storage-failed', 'refused')
          await tx.messages.insert(messages)
        }
        return work({ ...tx, messages: { ...tx.messages, insert } })
      }),
  }
}
