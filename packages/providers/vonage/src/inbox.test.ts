import { createInbox, type Inbox, type Message, systemClock, type TenantInbox } from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SignedCallback } from './testing/callbacks.ts'
import { type FakeVonage, startFakeVonage } from './testing/fake-vonage.ts'
import { requestOf } from './testing/support/requests.ts'
import { vonageSms } from './vonage-sms.ts'
import { vonageWhatsApp } from './vonage-whatsapp.ts'

const ours = '33644630000'
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const until = <Found>(find: () => Promise<Found>) => vi.waitUntil(find, { timeout: 20_000, interval: 20 })

let vonage: FakeVonage
let inbox: Inbox
let desk: TenantInbox

beforeAll(async () => {
  vonage = await startFakeVonage()
  const options = { baseUrl: vonage.url }
  const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [vonageSms(options), vonageWhatsApp(options)],
    log: silent,
  })
  await inbox.migrate()
  desk = inbox.tenant('desk')
  const { apiKey, apiSecret, applicationId, privateKey, signatureSecret } = vonage.account
  const settings = { number: `+${ours}`, apiKey, applicationId }
  const secrets = { apiSecret, privateKey, signatureSecret }
  await desk.integrations.create({ type: 'vonage-sms', name: 'SMS', settings, secrets })
  await desk.integrations.create({ type: 'vonage-whatsapp', name: 'WhatsApp', settings, secrets })
  inbox.start()
})
afterAll(async () => {
  await inbox.close()
  await vonage.close()
})

function receive(address: 'sms' | 'whatsapp', callback: SignedCallback) {
  return inbox.receiveWebhook({ address }, requestOf(callback, new Date()))
}

async function messages(): Promise<readonly Message[]> {
  const { items } = await desk.conversations.list()
  const pages = await Promise.all(items.map(({ id }) => desk.conversations.messages(id)))
  return pages.flatMap((page) => page.items)
}

const find = (matches: (message: Message) => boolean) =>
  until(async () => (await messages()).find(matches) ?? null)

describe('an inbox with Vonage', () => {
  it('answers an SMS, and hears what became of the answer', async () => {
    const from = '33612345001'
    const callback = vonage.signedSms({ from, to: ours, text: 'Bonjour' })
    expect(await receive('sms', callback)).toBe('kept')
    expect(await receive('sms', callback)).toBe('known')
    const question = await find(({ text }) => text === 'Bonjour')
    expect(question).toMatchObject({ medium: 'sms', from: { address: `+${from}` }, parseState: 'ok' })

    const reply = await desk.conversations.reply(question.conversationId, { text: 'Bonjour, que puis-je ?' })
    const sent = await find(({ id, delivery }) => id === reply.id && delivery?.state === 'sent')
    const body = JSON.parse(vonage.requests.at(-1)?.body ?? '{}')
    expect(body).toMatchObject({ channel: 'sms', to: from, from: ours, client_ref: reply.id })

    const status = { uuid: sent.mailId ?? 'none', status: 'delivered', channel: 'sms', from: ours, to: from }
    expect(await receive('sms', vonage.signedStatus(status, { client_ref: reply.id }))).toBe('kept')
    const arrived = await find(({ id, arrivals }) => id === reply.id && arrivals !== undefined)
    expect(arrived.arrivals).toMatchObject([{ recipient: `+${from}`, state: 'delivered' }])
    expect((await messages()).filter(({ from: who }) => who?.address === `+${from}`)).toHaveLength(1)
  })

  it('puts a long SMS of the older form together', async () => {
    const parts = ['Un message ', 'en trois ', 'parties']
    const callbacks = vonage.legacyParts({ from: '33612345002', to: ours, parts })
    for (const callback of callbacks.toReversed()) expect(await receive('sms', callback)).toBe('kept')
    const { text } = await find(({ from }) => from?.address === '+33612345002')
    expect(text).toBe('Un message en trois parties')
  })

  it('refuses an address that asked to be left alone', async () => {
    await receive('sms', vonage.signedSms({ from: '33612345003', to: ours, text: 'STOP' }))
    const { conversationId } = await find(({ from }) => from?.address === '+33612345003')
    const replying = desk.conversations.reply(conversationId, { text: 'Pardon' })
    await expect(replying).rejects.toMatchObject({ code: 'conflict' })
  })

  it('keeps the picture of a WhatsApp message, and threads a quotation of it', async () => {
    const from = '33612345004'
    const url = vonage.keepFile('chat.jpg', {
      contentType: 'image/jpeg',
      bytes: Buffer.from('a cat'),
      secured: true,
    })
    const image = { message_type: 'image', image: { url, caption: 'Le voici' } }
    await receive('whatsapp', vonage.signedWhatsApp({ from, to: ours, name: 'Ann' }, image))
    const message = await find(({ attachments }) => attachments[0]?.fetched?.state === 'stored')
    expect(message).toMatchObject({ text: 'Le voici', from: { name: 'Ann' }, medium: 'whatsapp' })
    const reaction = {
      message_type: 'reaction',
      reaction: { action: 'react', emoji: '👍' },
      context: { message_uuid: message.mailId },
    }
    await receive('whatsapp', vonage.signedWhatsApp({ from, to: ours }, reaction))
    const { conversationId, threading } = await find(({ text }) => text === '👍')
    expect(conversationId).toBe(message.conversationId)
    expect(threading.rule).toBe('reference')
  })

  it('takes the callbacks of all channels at one address: an application of Vonage has only one', async () => {
    const callback = vonage.signedSms({ from: '33612345006', to: ours, text: 'par l’autre adresse' })
    expect(await receive('whatsapp', callback)).toBe('kept')
    expect(await receive('sms', callback)).toBe('known')
    expect(await find(({ text }) => text === 'par l’autre adresse')).toMatchObject({ medium: 'sms' })
  })

  it('refuses what nobody signed, and what was changed', async () => {
    const callback = vonage.signedSms({ from: '33612345005', to: ours, text: 'a' })
    const { authorization: _dropped, ...headers } = callback.headers
    const later = { retry: 'later' }
    await expect(receive('sms', { ...callback, headers })).rejects.toMatchObject({
      code: 'signature-refused',
      ...later,
    })
    await expect(receive('sms', { ...callback, body: `${callback.body} ` })).rejects.toMatchObject({
      code: 'signature-refused',
      retry: 'never',
    })
  })
})
