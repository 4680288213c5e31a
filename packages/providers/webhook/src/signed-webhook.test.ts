import { readFileSync } from 'node:fs'
import { createInbox, isGuichetError, type RawMessage, type WebhookRequest } from '@guichet/core'
import { memoryBlobs, memoryStorage, testClock } from '@guichet/core/testing'
import { describe, expect, it } from 'vitest'
import { signedWebhook } from './signed-webhook.ts'
import { connectionOf, hello, rawOf, secretNumber, signedRequest } from './testing/samples.ts'

const channel = signedWebhook()
const file = { name: 'bon.txt', contentType: 'text/plain', content: Buffer.from('café').toString('base64') }

/** What the developer of a sender is told. */
function complaint(body: object | string): unknown {
  try {
    return channel.webhook?.verify(signedRequest(body), connectionOf())
  } catch (error) {
    return isGuichetError(error) ? [error.code, error.field ?? null] : error
  }
}

function kept(body: object, id = 'msg_1'): RawMessage {
  const verified = channel.webhook?.verify(signedRequest(body, { id }), connectionOf())
  if (verified === undefined) throw new Error('the channel is called')
  const content = channel.webhook?.read({ ...verified, receivedAt: new Date() })
  const raw = content?.messages[0]?.raw
  if (!(raw instanceof Uint8Array)) throw new Error('one request is one message')
  return rawOf(raw)
}

describe('a message that was posted', () => {
  it('is understood with everything that it may say', async () => {
    const body = {
      ...hello,
      ...{ id: 'order-12/1', threadKey: 'order-12', inReplyTo: 'order-11/4', subject: 'Commande' },
      from: { ...hello.from, ids: ['+33612345678'] },
      fields: [{ name: 'Société', value: 'ACME' }],
      sentAt: '2026-11-27T10:59:00+01:00',
      html: '<p>Bonjour</p>',
      attachments: [file, { name: 'plan.pdf', url: 'https://files.example.org/1' }],
      somethingNewer: true,
    }
    expect(await channel.parse(kept(body))).toEqual({
      ...{
        externalId: 'message:order-12/1',
        mailId: 'order-12/1',
        inReplyTo: ['order-11/4'],
        references: [],
      },
      ...{ from: { name: 'Ada', address: 'ada@example.org' }, fromAlso: ['+33612345678'] },
      ...{ threadKeys: ['order-12'], replyTo: [], to: [], cc: [], subject: 'Commande', headers: new Map() },
      text: 'Bonjour, où en est ma commande ?\n\nSociété: ACME',
      sentAt: new Date('2026-11-27T09:59:00Z'),
      attachments: [
        { name: 'bon.txt', contentType: 'text/plain', size: 5, contentId: null, inline: false },
        {
          ...{ name: 'plan.pdf', contentType: 'application/octet-stream', size: 0, contentId: null },
          ...{ inline: false, fetched: { state: 'waiting', blobKey: null, error: null } },
        },
      ],
    })
  })

  it('without an id of its own is another one with every webhook-id, and otherwise what was sent', async () => {
    const [one, two] = [kept(hello, 'msg_1'), kept(hello, 'msg_2')]
    expect((await channel.parse(one)).externalId).toBe('message:msg_1')
    expect((await channel.parse(two)).externalId).toBe('message:msg_2')
    expect(JSON.parse(Buffer.from(one.bytes ?? []).toString())).toEqual({ id: 'msg_1', ...hello })
  })

  it('gives its files, and the pictures that its HTML shows', async () => {
    const picture = { ...file, name: 'logo.png', contentId: 'logo' }
    const raw = kept({ ...hello, html: '<img src="cid:logo">', attachments: [file, picture] })
    const bytes = await channel.attachment?.(raw, 0)
    expect(Buffer.concat(await Array.fromAsync(bytes ?? [])).toString()).toBe('café')
    expect(await channel.attachment?.(raw, 2)).toBe(null)
    expect(await channel.content?.(raw)).toEqual({
      ...{ text: hello.text, html: '<img src="cid:logo">' },
      pictures: [{ references: ['logo', 'logo.png'], bytes: Buffer.from('café') }],
    })
  })
})

describe('the developer of a sender is told what is wrong', () => {
  it.each([
    ['no JSON', '{"type":', null],
    ['no object', '[]', null],
    ['another type', { ...hello, type: 'ping' }, 'type'],
    ['nobody who wrote it', { type: 'message', text: 'x' }, 'from'],
    ['an empty address', { ...hello, from: { address: ' ' } }, 'from.address'],
    ['nothing to say', { ...hello, text: ' ' }, 'text'],
    ['an id with blanks', { ...hello, id: 'a b' }, 'id'],
    ['a local time', { ...hello, sentAt: '2026-11-27T10:00:00' }, 'sentAt'],
    ['broken base64', { ...hello, attachments: [{ ...file, content: '%' }] }, 'attachments.0.content'],
    [
      'a plain address of a file',
      { ...hello, attachments: [{ name: 'a', url: 'http://a.example/' }] },
      'attachments.0.url',
    ],
    ['too many files', { ...hello, attachments: Array.from({ length: 51 }, () => file) }, 'attachments'],
    ['a number for a text', { ...hello, text: 1 }, 'text'],
  ])('%s', (_, body, field) => {
    expect(complaint(body)).toEqual(['invalid-input', field])
  })

  it('also about nesting that has no end', () => {
    expect(complaint('['.repeat(500_000))).toEqual(['invalid-input', null])
    expect(complaint(`{"type":"message","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).toEqual([
      ...['invalid-input', 'from'],
    ])
  })
})

const clock = testClock({ start: new Date('2026-11-27T10:00:00.000Z') })
const open = async () => {
  const inbox = createInbox({
    ...{
      storage: memoryStorage({ clock }),
      blobs: memoryBlobs(),
      clock,
      channels: [signedWebhook({ clock })],
    },
    encryption: { keys: [{ id: 'test', secret: Buffer.from(clock.randomBytes(32)).toString('base64') }] },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  const acme = inbox.tenant('acme')
  const { id } = await acme.integrations.create({
    ...{ type: 'webhook', name: 'Formulaire', settings: { address: 'contact-form' } },
    secrets: { signingSecrets: [secretNumber(1)] },
  })
  const post = (request: WebhookRequest) => inbox.receiveWebhook({ integrationId: id }, request)
  const conversations = async () => {
    for (let round = 0; round < 20; round += 1) await clock.advance(500)
    return (await acme.conversations.list()).items
  }
  inbox.start()
  return { inbox, acme, id, post, conversations }
}
const sign = (body: object, id: string, secret = secretNumber(1)) => ({
  ...signedRequest(body, { id, at: clock.now(), secrets: [secret] }),
  receivedAt: clock.now(),
})

describe('an integration', () => {
  it('takes a message once, threads by key, by id and by silence, and takes a rotated secret at once', async () => {
    const { inbox, acme, id, post, conversations } = await open()
    expect(await post(sign({ ...hello, threadKey: 'order-1' }, 'a'))).toBe('kept')
    expect(await post(sign({ ...hello, threadKey: 'order-1' }, 'a'))).toBe('known')
    expect(await post(sign({ ...hello, text: 'autre' }, 'a'))).toBe('conflict')
    const grace = { ...hello, from: { address: 'grace@example.org' } }
    expect(await post(sign({ ...grace, threadKey: 'order-1' }, 'b'))).toBe('kept')
    expect(await post(sign({ ...grace, from: { address: 'eve@example.org' } }, 'c'))).toBe('kept')
    const after = await conversations()
    expect(after.map(({ messageCount }) => messageCount).toSorted()).toEqual([1, 2])
    await acme.integrations.update(id, {
      secrets: { signingSecrets: [secretNumber(2), secretNumber(1)] },
    })
    expect(await post(sign({ ...hello, from: { address: 'eve@example.org' } }, 'd', secretNumber(2)))).toBe(
      'kept',
    )
    expect((await conversations()).map(({ messageCount }) => messageCount).toSorted()).toEqual([2, 2])
    const closing = inbox.close()
    await clock.advance(60_000)
    await closing
  })
})

describe('an integration without a replyUrl', () => {
  it('says before anybody writes that it only receives', async () => {
    const { inbox, acme, id, post, conversations } = await open()
    await post(sign(hello, 'a'))
    const [conversation] = await conversations()
    const conversationId = conversation?.id ?? ''
    const options = () => acme.conversations.replyOptions(conversationId)
    expect(await options()).toMatchObject({ canReply: false, because: 'cannot-send' })
    const replying = acme.conversations.reply(conversationId, { text: 'Demain.' })
    await expect(replying).rejects.toMatchObject({ code: 'conflict' })
    const settings = { address: 'contact-form', replyUrl: 'https://shop.example.org/answers' }
    await acme.integrations.update(id, { settings })
    expect(await options()).toMatchObject({ canReply: true, because: null })
    await acme.integrations.update(id, { paused: true })
    const closing = inbox.close()
    await clock.advance(60_000)
    await closing
  })
})

it('the README shows the format that is read', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const shown = /```json\n(\{\n {2}"type": "message"[\s\S]+?)```/.exec(readme)?.[1] ?? ''
  expect(complaint(shown)).toMatchObject({ callbackId: 'msg_1' })
})
