import { createInbox, GuichetError, type Inbox, systemClock } from '@guichet/core'
import { type FakeSender, fakeSender, memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Ask, asking, json, problemIn, testServer } from '../testing/ask.ts'
import { fakeInbox, knownId } from '../testing/fake-inbox.ts'

const secret = Buffer.from(systemClock().randomBytes(32)).toString('base64')
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

let inbox: Inbox
let sender: FakeSender
let ask: Ask
beforeEach(() => {
  sender = fakeSender('relay')
  inbox = createInbox({
    ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [], log },
    encryption: { keys: [{ id: 'test', secret }] },
    senders: [sender],
    mailFrom: { name: 'Acme', address: 'contact@acme.example' },
  })
  ask = asking(inbox, { log })
})
afterEach(() => inbox.close())

const invoice = { to: 'ada@client.example', subject: 'Facture', text: 'La voici.' }
const seen = z.looseObject({ id: z.string() })
const readMail = async (response: Response) => seen.parse(await response.json())

/** The worker's word that a mail left. */
async function sent(tenant: string): Promise<void> {
  const { events, position } = await inbox.tenant(tenant).events.after('0')
  const stop = new AbortController()
  if (events.some(({ type }) => type === 'message.sent')) return
  for await (const { type } of inbox.tenant(tenant).events.follow(position, stop.signal))
    if (type === 'message.sent') stop.abort()
}

describe('a mail over HTTP', () => {
  it('is sent with its files, once for a key, and shown with what became of it', async () => {
    const upload = await readMail(await ask('POST /inbox/uploads?name=f.txt', { body: '12 E' }))
    const attachments = [{ upload: upload.id }]
    const request = json({ ...invoice, attachments, tags: ['facture'] }, { 'idempotency-key': 'f-1' })
    const first = await readMail(await ask('POST /inbox/mails', request))
    const second = await readMail(await ask('POST /inbox/mails', request))
    expect(second).toEqual(first)
    expect(first).toMatchObject({
      ...{ from: { name: 'Acme' }, delivery: { state: 'ready' }, authorId: 'ada' },
      attachments: [{ name: 'f.txt', contentType: 'text/plain', size: 4 }],
    })
    inbox.start()
    await sent('acme')
    expect(sender.sent).toMatchObject([{ files: ['12 E'], message: { id: first.id } }])
    const shown = await readMail(await ask(`GET /inbox/mails/${first.id}`))
    expect(shown).toMatchObject({ text: 'La voici.', delivery: { state: 'sent' } })
  })

  it('is listed without what it says, by tag, recipient and state', async () => {
    await ask('POST /inbox/mails', json({ ...invoice, tags: ['facture'] }))
    await ask('POST /inbox/mails', json({ ...invoice, to: 'bob@client.example' }))
    const count = async (query: string) => {
      const page = z
        .object({ items: z.array(seen) })
        .parse(await (await ask(`GET /inbox/mails${query}`)).json())
      for (const item of page.items) expect(item).not.toHaveProperty('text')
      return page.items.length
    }
    expect(await count('')).toBe(2)
    expect(await count('?tag=facture&recipient=Ada%40client.example&state=ready')).toBe(1)
    expect(await count('?state=failed')).toBe(0)
  })

  it('says what is wrong with it, and in which field', async () => {
    const refused = async (body: object) => {
      const response = await ask('POST /inbox/mails', json(body))
      expect(response.status).toBe(422)
      return (await problemIn(response)).field
    }
    expect(await refused({ ...invoice, to: 'ada@client.example\r\nBcc: x@y.example' })).toBe('to')
    expect(await refused({ ...invoice, text: '' })).toBe('text')
    expect(await refused({ ...invoice, attachments: [{ upload: knownId }] })).toBe('attachments')
  })

  it('says in plain words what would be right', async () => {
    const told = async (body: object) =>
      (await problemIn(await ask('POST /inbox/mails', json({ ...invoice, ...body })))).detail
    expect(await told({ to: 5 })).toMatch(/^to: this must be an address like ada@example.com/)
    expect(await told({ sendAt: 'tomorrow' })).toMatch(/^sendAt: this must be a time .*T09:30:00\+01:00$/)
    expect(await told({ priority: 'urgent' })).toBe('priority: this must be one of: high, normal, low')
    expect(await told({ tags: [''] })).toBe('tags.0: this may not be empty')
    expect(await told({ tags: ['x'.repeat(101)] })).toBe('tags.0: this may be at most 100 characters')
    expect(await told({ tags: Array(21).fill('x') })).toBe('tags: this may be at most 20 entries')
    expect(await told({ attachments: [{ upload: 'x' }] })).toMatch(/^attachments.0.upload: .* an id that/)
  })

  it('is from whom the host says, whatever the request would like', async () => {
    const response = await ask('POST /inbox/mails', json({ ...invoice, from: 'boss@bank.example' }))
    expect(response.status).toBe(422)
  })
})

describe('the test mail', () => {
  const target = 'POST /inbox/test-email?to=dev@client.example'
  const nobody = { headers: { 'x-session': '' } }
  const viewer = { headers: { 'x-session': 'acme/viewer' } }

  it('is for admins in production', async () => {
    expect((await ask(target, nobody)).status).toBe(401)
    expect((await ask(target, viewer)).status).toBe(403)
    const mail = await readMail(await ask(target))
    expect(mail).toMatchObject({ to: [{ address: 'dev@client.example' }], tags: ['test'] })
  })

  it('is for everybody in development: from their tenant, or from the one that was named', async () => {
    const open = asking(inbox, { log, development: { tenant: 'demo' } })
    expect((await open(target, nobody)).status).toBe(201)
    expect((await open(target, viewer)).status).toBe(201)
    inbox.start()
    await sent('demo')
    await sent('acme')
    expect(sender.sent.map(({ tenant }) => tenant).toSorted()).toEqual(['acme', 'demo'])
  })

  it('opens nothing else in development', async () => {
    const open = asking(inbox, { log, development: { tenant: 'demo' } })
    expect((await open('GET /inbox/mails', nobody)).status).toBe(401)
    expect((await open('POST /inbox/mails', { ...json(invoice), ...nobody })).status).toBe(401)
  })

  it('is still refused to the page of another site', async () => {
    const open = asking(inbox, { log, development: { tenant: 'demo' } })
    const headers = { 'x-session': '', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await open(target, { headers })).status).toBe(403)
  })

  it('says so where nothing can send it', async () => {
    const bare = createInbox({
      ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [], log },
      ...{ encryption: { keys: [{ id: 'test', secret }] }, mailFrom: 'contact@acme.example' },
    })
    const response = await asking(bare, { log })(target)
    await bare.close()
    expect([response.status, (await problemIn(response)).detail]).toEqual([
      409,
      expect.stringContaining('`senders`'),
    ])
  })
})

describe('reports of a sender', () => {
  it('are taken with the provider’s signature alone, and change the mail', async () => {
    const { id } = await readMail(await ask('POST /inbox/mails', json(invoice)))
    inbox.start()
    await sent('acme')
    const body = sender.reportBody([
      {
        ...{ tenant: 'acme', messageId: id, providerId: null, recipient: 'ada@client.example' },
        ...{ state: 'bounced', kind: 'hard', status: '5.1.1', reason: 'no such user', at: new Date() },
      },
    ])
    const report = (headers: object, to = 'relay') =>
      ask(`POST /inbox/webhooks/senders/${to}`, { body, headers: { 'x-session': '', ...headers } })
    expect((await report({})).status).toBe(401)
    expect((await report({ 'x-signed': 'yes' }, 'nobody')).status).toBe(404)
    const taken = await report({ 'x-signed': 'yes', origin: 'https://provider.example' })
    expect([taken.status, await taken.text()]).toEqual([200, ''])
    const shown = await readMail(await ask(`GET /inbox/mails/${id}`))
    expect(shown).toMatchObject({ arrivals: [{ recipient: 'ada@client.example', state: 'bounced' }] })
    const again = await readMail(await ask('POST /inbox/mails', json(invoice)))
    expect(again).toMatchObject({ delivery: { state: 'cancelled' }, dropped: [{ because: 'undeliverable' }] })
  })

  it.each([
    ['the database is away', 'storage-failed'],
    ['the certificate that they are signed with cannot be had', 'signature-refused'],
    ['the provider cannot be reached, to confirm the address', 'host-unreachable'],
  ] as const)('are asked for again while %s', async (_, code) => {
    const receiveReports = async () => {
      throw new GuichetError(code, 'away', { retry: 'later' })
    }
    const server = testServer(fakeInbox({ receiveReports }))
    const response = await server.ask('POST /inbox/webhooks/senders/ses', { body: '[]' })
    expect([response.status, response.headers.has('retry-after')]).toEqual([503, true])
  })
})
