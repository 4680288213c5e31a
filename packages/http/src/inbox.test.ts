import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChannelType, createInbox, diskBlobs, type Inbox, systemClock } from '@guichet/core'
import { memoryStorage } from '@guichet/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Ask, asking, json, problemIn } from './testing/ask.ts'

const raw = Buffer.from('From: Zoe <zoe@client.example>\r\n\r\nWhere is my order? \xe9', 'latin1')
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A channel at whose source one message waits. */
const letterbox: ChannelType = {
  type: 'letterbox',
  medium: 'email',
  settings: z.strictObject({ address: z.email() }),
  secrets: z.strictObject({ password: z.string().min(1) }),
  identity: () => ({ name: 'Desk', address: 'desk@acme.example' }),
  parse: async () => ({
    externalId: 'letter-1',
    mailId: 'letter-1@client.example',
    inReplyTo: [],
    references: [],
    from: { name: 'Zoe', address: 'zoe@client.example' },
    replyTo: [],
    to: [{ name: 'Desk', address: 'desk@acme.example' }],
    cc: [],
    subject: 'My order',
    text: 'Where is my order?',
    attachments: [],
    sentAt: null,
    headers: new Map(),
  }),
  listen: async (session) => {
    const receivedAt = session.clock.now()
    const message = { locator: 'letter/1', raw, receivedAt, isHistory: false }
    await session.accept({ messages: [message], cursor: { source: 'letter', value: 1 } })
    await session.report({ status: 'success', error: null })
    await new Promise<void>((resolve) => session.signal.addEventListener('abort', () => resolve()))
  },
  send: async () => ({ providerId: null }),
}

let folder: string
let inbox: Inbox
let asked: Ask

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-http-'))
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: diskBlobs(folder),
    encryption: {
      keys: [{ id: 'test', secret: Buffer.from(systemClock().randomBytes(32)).toString('base64') }],
    },
    channels: [letterbox],
    log: quiet,
  })
  await inbox.migrate()
  inbox.start()
  asked = asking(inbox, { log: quiet })
})

afterAll(async () => {
  await inbox.close()
  await rm(folder, { recursive: true })
})

function ask(target: string, init: RequestInit = {}, session = 'acme/admin'): Promise<Response> {
  return asked(target, {
    ...init,
    headers: { 'x-session': session, ...Object.fromEntries(new Headers(init.headers)) },
  })
}

const withId = z.object({ id: z.string() })
const page = z.object({
  items: z.array(z.looseObject({ id: z.string(), lastMessageId: z.string().optional() })),
})

/** Reads an event stream until an event of this type has passed. */
async function untilEvent(response: Response, type: string): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(`event: ${type}\n`)) return
  }
  throw new Error(`the stream ended before ${type}:\n${text}`)
}

const settings = { address: 'desk@acme.example' }
const box = { type: 'letterbox', name: 'Desk', settings, secrets: { password: 'hunter2' } }

it('a mailbox is connected, its message announced, read, downloaded and answered', async () => {
  const events = await ask('GET /inbox/events', {}, 'acme/viewer')
  const created = await ask('POST /inbox/integrations', json(box))
  expect(created.status).toBe(201)
  const integration = await created.json()
  expect(JSON.stringify(integration)).not.toMatch(/secrets|hunter2/)
  await untilEvent(events, 'message.received')

  const list = page.parse(await (await ask('GET /inbox/conversations?folder=inbox')).json())
  const [conversation] = list.items
  const messages = page.parse(
    await (await ask(`GET /inbox/conversations/${conversation?.id}/messages`)).json(),
  )
  const [message] = messages.items
  expect(message).toMatchObject({ text: 'Where is my order?', direction: 'inbound' })

  const download = await ask(`GET /inbox/messages/${message?.id}/raw`)
  expect(Buffer.from(await download.arrayBuffer()).equals(raw)).toBe(true)

  const reply = json({ text: 'On its way', seenUpTo: message?.id }, { 'idempotency-key': 'click-1' })
  const replies = `POST /inbox/conversations/${conversation?.id}/replies`
  const [first, second] = [await ask(replies, reply), await ask(replies, reply)]
  expect([first.status, second.status]).toEqual([201, 201])
  const answer = withId.parse(await first.json())
  expect(withId.parse(await second.json()).id).toBe(answer.id)

  const stale = await ask(replies, json({ text: 'Me too', seenUpTo: message?.id }))
  expect(stale.status).toBe(409)
  expect(await problemIn(stale)).toMatchObject({ code: 'conflict', field: 'seenUpTo' })

  const own = await ask(`GET /inbox/messages/${answer.id}/raw`)
  expect(own.status).toBe(404)

  for (const path of [
    `conversations/${conversation?.id}`,
    `conversations/${conversation?.id}/messages`,
    `messages/${message?.id}`,
    `messages/${message?.id}/raw`,
    `contacts/${String(conversation?.contactId)}`,
    `integrations/${withId.parse(integration).id}`,
  ]) {
    expect((await ask(`GET /inbox/${path}`)).status).toBe(200)
    expect((await ask(`GET /inbox/${path}`, {}, 'globex/admin')).status).toBe(404)
  }
})

describe('the inbox names what it refuses', () => {
  it.each([
    ['POST /inbox/integrations', { ...box, settings: { address: 'nowhere' } }, 'settings.address'],
    ['POST /inbox/integrations', { ...box, secrets: {} }, 'secrets.password'],
    ['POST /inbox/integrations', { ...box, type: 'pigeon' }, 'type'],
    ['POST /inbox/folders', { name: 'A', parentId: '018f0000-0000-7000-8000-00000000ffff' }, 'parentId'],
  ])('%s %j is 422 at %s', async (target, body, field) => {
    const response = await ask(target, json(body))
    const problem = await problemIn(response)
    expect(response.status).toBe(422)
    expect(problem.field).toBe(field)
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })

  it('a cursor of another list is 422', async () => {
    expect((await ask('GET /inbox/conversations?cursor=abc')).status).toBe(422)
  })

  it('verify says nothing when all is well', async () => {
    const { name: _, ...settingsOnly } = box
    const response = await ask('POST /inbox/integrations/verify', json(settingsOnly))
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
  })
})

it('folders are made, renamed, counted and removed', async () => {
  const created = withId.parse(await (await ask('POST /inbox/folders', json({ name: 'Bills' }))).json())
  const path = `/inbox/folders/${created.id}`
  expect((await ask(`PATCH ${path}`, json({ name: 'Invoices' }))).status).toBe(200)
  const listed = z.object({ items: z.array(z.looseObject({ id: z.string() })) })
  const folders = listed.parse(await (await ask('GET /inbox/folders')).json())
  expect(folders.items.find(({ id }) => id === created.id)).toMatchObject({ name: 'Invoices', counts: {} })
  expect((await ask(`DELETE ${path}`)).status).toBe(204)
  expect((await ask(`DELETE ${path}`)).status).toBe(404)
})
