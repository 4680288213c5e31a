import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInbox } from './inbox.ts'
import type { Inbox, TenantInbox } from './inbox-api.ts'
import type { Conversation } from './model/conversation.ts'
import type { Message } from './model/message.ts'
import type { ParsedMessage } from './ports/channel.ts'
import { systemClock } from './system-clock.ts'
import { type FakeChannel, fakeChannel, memoryBlobs, memoryStorage, parsedMessage } from './testing/index.ts'

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')
const daemon = { name: '', address: 'mailer-daemon@mx.example' }

let channel: FakeChannel
let inbox: Inbox
let acme: TenantInbox

beforeEach(async () => {
  channel = fakeChannel()
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [channel],
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  await inbox.migrate()
  acme = inbox.tenant('acme')
  await acme.integrations.create({
    ...{ type: 'fake', name: 'Support', settings: { address: 'support@acme.example' } },
    secrets: { password: 'secret' },
  })
  inbox.start()
})

afterEach(() => inbox.close())

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let round = 0; round < 500; round += 1) {
    const value = await look()
    if (value !== undefined) return value
    await sleep(10)
  }
  throw new Error('waited in vain')
}

async function receive(message: ParsedMessage): Promise<Conversation> {
  channel.put(message)
  return until(async () => {
    for (const one of (await acme.conversations.list()).items) {
      const { items } = await acme.conversations.messages(one.id)
      if (items.some(({ mailId }) => mailId === message.mailId)) return acme.conversations.get(one.id)
    }
    return undefined
  })
}

function bounceOf(reply: Message): ParsedMessage {
  const fields = new Map([
    ['final-recipient', 'rfc822; claire@customer.example'],
    ['action', 'failed'],
    ['status', '5.1.1'],
  ])
  const originalHeaders = new Map([['message-id', [`<${reply.mailId}>`]]])
  return parsedMessage({
    ...{ mailId: 'bounce@mx.example', from: daemon, subject: 'Undelivered Mail', sentAt: new Date() },
    report: { fields: [fields], originalHeaders },
  })
}

describe('an answer that did not arrive', () => {
  it('shows so, and the address is written to again only after a person says that it is good', async () => {
    const { id } = await receive(parsedMessage())
    const first = await acme.conversations.reply(id, { text: 'Oui' })
    const conversation = await receive(bounceOf(first))
    expect(conversation.id).toBe(id)
    expect((await acme.messages.get(first.id)).arrivals).toMatchObject([
      { state: 'bounced', status: '5.1.1' },
    ])
    expect(await acme.addresses.marks(' Claire@Customer.example')).toMatchObject([{ kind: 'hard' }])

    const again = { text: 'Encore', seenUpTo: conversation.lastMessageId }
    await expect(acme.conversations.reply(id, again)).rejects.toMatchObject({
      ...{ code: 'conflict', message: expect.stringContaining('claire@customer.example does not exist') },
    })
    await acme.addresses.clearMarks('claire@customer.example')
    const second = await acme.conversations.reply(id, again)
    expect(second.to).toEqual(first.to)
    expect(second.references).toEqual([...first.references, first.mailId])
  })

  it('is forgotten when a person says that the address is good', async () => {
    const { id } = await receive(parsedMessage())
    await receive(bounceOf(await acme.conversations.reply(id, { text: 'Oui' })))
    const { position } = await acme.events.after(null)
    await acme.addresses.clearMarks('CLAIRE@customer.example', { kind: 'person', id: 'ada' })
    await acme.addresses.clearMarks('claire@customer.example')
    expect(await acme.addresses.marks('claire@customer.example')).toEqual([])
    const { events } = await acme.events.after(position)
    expect(events).toMatchObject([
      { type: 'address.changed', actor: { id: 'ada' }, data: { mark: 'undeliverable', cleared: true } },
    ])
  })

  it('of nobody is refused by name of the field', async () => {
    await expect(acme.addresses.marks(' ')).rejects.toMatchObject({ code: 'invalid-input', field: 'address' })
  })
})

describe('a person says what a conversation is', () => {
  const newsletter = (mailId: string) =>
    parsedMessage({
      ...{ mailId, from: { name: 'Luc', address: 'luc@client.example' }, sentAt: new Date() },
      headers: new Map([['list-unsubscribe', ['<https://client.example/u>']]]),
    })
  const folderKey = async ({ folderId }: Conversation) =>
    (await acme.folders.list()).find(({ id }) => id === folderId)?.key

  it('“not a newsletter” moves it to the people, and the sender is never filtered again', async () => {
    const filtered = await receive(newsletter('n1@x'))
    expect([filtered.verdict, await folderKey(filtered), filtered.contactId]).toEqual([
      ...['bulk', 'newsletters', null],
    ])
    const changed = await acme.conversations.update(filtered.id, { verdict: 'person' })
    expect([changed.verdict, await folderKey(changed)]).toEqual(['person', 'inbox'])
    expect((await acme.contacts.get(changed.contactId ?? '')).addresses).toEqual(['luc@client.example'])
    const next = await receive(newsletter('n2@x'))
    expect([next.verdict, await folderKey(next)]).toEqual(['person', 'inbox'])
  })

  it('“a newsletter” takes it back', async () => {
    const filtered = await receive(newsletter('n1@x'))
    await acme.conversations.update(filtered.id, { verdict: 'person' })
    const changed = await acme.conversations.update(filtered.id, { verdict: 'bulk' })
    expect([changed.verdict, await folderKey(changed)]).toEqual(['bulk', 'newsletters'])
    expect((await receive(newsletter('n2@x'))).verdict).toBe('bulk')
  })

  it('a folder that a person chose stays', async () => {
    const filtered = await receive(newsletter('n1@x'))
    const folder = await acme.folders.create({ name: 'Presse' })
    await acme.conversations.update(filtered.id, { folder: folder.key })
    const changed = await acme.conversations.update(filtered.id, { verdict: 'person' })
    expect(changed.folderId).toBe(folder.id)
  })

  it('whom we answer is known: a newsletter from the same address to us is a person’s', async () => {
    const { id } = await receive(parsedMessage())
    await acme.conversations.reply(id, { text: 'Oui' })
    const headers = new Map([['list-unsubscribe', ['<https://customer.example/u>']]])
    expect((await receive(parsedMessage({ mailId: 'n@x', headers, sentAt: new Date() }))).verdict).toBe(
      'person',
    )
  })
})
