import { createInbox, type Inbox, systemClock, type WebhookPoster } from '@guichet/core'
import { fakeChannel, fakeSender, memoryBlobs, memoryStorage, parsedMessage } from '@guichet/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOpen, type Operation } from './operation.ts'
import { operations } from './operations/index.ts'
import { type Ask, asking, requestFor } from './testing/ask.ts'

const secret = Buffer.from(systemClock().randomBytes(32)).toString('base64')
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const table: readonly Operation[] = operations

/** Nothing is posted here: no worker runs when there is an endpoint. */
const poster: WebhookPoster = {
  check: () => undefined,
  secretOf: (bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`,
  post: async () => ({ status: 204, retryAfterMs: null, excerpt: '' }),
}

let inbox: Inbox
let ask: Ask
/** An id of each kind that exists in the tenant `acme`, by the part of the path before it. */
let ids: Readonly<Record<string, string>>

/** A tenant with one of everything: real records, written and read by the real inbox. */
beforeAll(async () => {
  const channel = fakeChannel()
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [channel],
    webhooks: poster,
    senders: [fakeSender()],
    mailFrom: 'contact@acme.example',
    // Nothing is published about anybody here.
    dns: { txt: async () => [], mx: async () => [] },
    log,
  })
  ask = asking(inbox, { log })
  const acme = inbox.tenant('acme')
  const secrets = { password: 'secret' }
  for (const mailId of ['one@client.example', 'two@client.example', 'three@client.example']) {
    const subject = `About ${mailId}`
    channel.put(parsedMessage({ externalId: mailId, mailId, subject }))
  }
  const settings = { address: 'support@acme.example' }
  const integration = await acme.integrations.create({ type: 'fake', name: 'Support', settings, secrets })
  const start = (await acme.events.after(null)).position
  const worker = inbox.start()
  const stop = new AbortController()
  let arrived = 0
  for await (const { type } of acme.events.follow(start, stop.signal)) {
    if (type === 'message.received') arrived += 1
    if (arrived === 3) stop.abort()
  }
  await worker.stop()
  const { items } = await acme.conversations.list()
  const [first, second, third] = items
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('three were expected')
  const { mergeId } = await acme.conversations.merge(second.id, { into: first.id })
  const folder = await acme.folders.create({
    name: 'Bills',
    rule: { not: { field: 'subject', operator: 'contains', value: 'x' } },
  })
  await acme.conversations.reply(third.id, { text: 'Bonjour' })
  const endpoint = await acme.endpoints.create({ url: 'https://hooks.example/inbox' })
  const delivery = await acme.endpoints.test(endpoint.id)
  const mail = await acme.mailer.send({
    ...{ to: ['ada@client.example', 'bob@client.example'], subject: 'Facture', html: '<p>Bonjour</p>' },
    attachments: [{ name: 'a.pdf', content: Buffer.from('%PDF'), contentId: 'a' }],
    tags: ['facture'],
  })
  ids = {
    mails: mail.id,
    folders: folder.id,
    conversations: first.id,
    messages: first.lastMessageId,
    contacts: first.contactId ?? '',
    integrations: integration.id,
    merges: mergeId,
    'webhook-endpoints': endpoint.id,
    'webhook-deliveries': delivery.id,
    'contact-merges': mergeId,
  }
})

afterAll(() => inbox.close())

function requestOf(operation: Operation): { target: string; init: RequestInit } {
  const kind = operation.path.split('/')[2] ?? ''
  return requestFor(operation, ids[kind] ?? '018f0000-0000-7000-8000-00000000ffff')
}

const named = (entries: readonly Operation[]) =>
  entries.map((operation) => [operation.name, operation] as const)
const withSession = table.filter((operation) => !isOpen(operation))

/** The sample messages have no files; those have tests of their own. */
const readings = withSession.filter(
  ({ method, output, name }) => method === 'GET' && output !== 'events' && name !== 'messages.attachment',
)

describe.each(named(readings))('%s', (_, operation) => {
  it('answers a real tenant as the table describes it', async () => {
    const { target, init } = requestOf(operation)
    // Every answer is compared with its schema and with the description; see `assertDescribed`.
    const response = await ask(target, init)
    expect(response.status).toBe(operation.status)
  })
})

describe.each(named(withSession.filter(({ path }) => path.includes('{id}'))))('%s', (_, operation) => {
  it("does not find another tenant's records", async () => {
    const { target, init } = requestOf(operation)
    const headers = { ...Object.fromEntries(new Headers(init.headers)), 'x-session': 'globex/admin' }
    expect((await ask(target, { ...init, headers })).status).toBe(404)
  })
})

it('the records of the tenant are all still there', async () => {
  const acme = inbox.tenant('acme')
  expect((await acme.folders.list()).filter(({ system }) => !system)).toHaveLength(1)
  expect((await acme.conversations.list()).items).toHaveLength(2)
  expect(await acme.integrations.list()).toHaveLength(1)
})
