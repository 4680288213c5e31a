import type { CallbackContent, ParsedMessage, WebhookRequest } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fakeAccount } from '../testing/account.ts'
import { callbackMaker } from '../testing/callbacks.ts'
import { contractFile, contractIsThere, contractJudge } from '../testing/support/contract.ts'
import { onlyMessage, rawOf } from '../testing/support/raw.ts'
import { requestOf, smsConnection, whatsAppConnection } from '../testing/support/requests.ts'
import { vonageSms } from '../vonage-sms.ts'
import { vonageWhatsApp } from '../vonage-whatsapp.ts'

const account = fakeAccount()
const fixtures = z
  .object({
    inbound: z.record(z.string(), z.looseObject({ channel: z.string() })),
    status: z.record(z.string(), z.looseObject({ channel: z.string() })),
  })
  .parse(contractIsThere ? JSON.parse(contractFile('webhook-fixtures.json')) : { inbound: {}, status: {} })

const uuid = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab'

function channelFor({ channel }: { channel: string }) {
  return (channel === 'sms' ? vonageSms() : vonageWhatsApp()).webhook
}

/** Signs a body, proves it, keeps it and reads it: what happens to a callback, without a host. */
function taken(body: { channel: string }): { id: string; content: CallbackContent; request: WebhookRequest } {
  const request = requestOf(callbackMaker(account).signed(body), new Date())
  const verified =
    body.channel === 'sms'
      ? vonageSms().webhook?.verify(request, smsConnection(account))
      : vonageWhatsApp().webhook?.verify(request, whatsAppConnection(account))
  if (verified === undefined) throw new Error('both are called')
  const content = vonageSms().webhook?.read({ ...verified, receivedAt: request.receivedAt })
  if (content === undefined) throw new Error('both read')
  return { id: verified.callbackId, content, request }
}

function parsed(body: { channel: string }): Promise<ParsedMessage> {
  return vonageSms().parse(rawOf(onlyMessage(taken(body).content)))
}

const text: Readonly<Record<string, string>> = {
  sms_text: 'Hello, world!',
  sms_text_unknown_prop: 'Hello, world!',
  whatsapp_text_bsuid: 'Hello from Vonage!',
  whatsapp_reply_context: 'ok',
  whatsapp_context_product: 'ok\n\n🛍️ r07qei73l7',
  whatsapp_image: 'c',
  whatsapp_audio: '🎤',
  whatsapp_video: '🎬',
  whatsapp_file: 'c',
  whatsapp_sticker: '💟',
  whatsapp_location:
    '📍 Vonage, 23 Main St, Holmdel, NJ 07733\nhttps://www.openstreetmap.org/?mlat=40.34772&mlon=-74.18847',
  whatsapp_reply: '9am\nSelect 9am appointmaent time',
  whatsapp_order: '🛒 1 × pk1v7rudbg · 9.99 USD',
  whatsapp_button: 'sent',
  whatsapp_reaction: '😍',
  whatsapp_unsupported: '[unsupported]',
  whatsapp_referral: 'x\n\n↗ h\nhttps://fb.me/2ZulEu42P',
  self_href: 'x',
}

const files: Readonly<Record<string, readonly string[]>> = {
  whatsapp_image: ['image.jpg image/jpeg'],
  whatsapp_audio: ['a.mp3 audio/ogg'],
  whatsapp_video: ['a.mp4 video/mp4'],
  whatsapp_file: ['f.pdf application/octet-stream'],
  whatsapp_sticker: ['s.webp image/webp'],
}

describe.skipIf(!contractIsThere)('the 21 callbacks that Vonage publishes', () => {
  it('are all here, and all described by its contract', () => {
    const schema = (path: string) =>
      `/paths/~1webhooks~1${path}/post/requestBody/content/application~1json/schema`
    const message = contractJudge('messages-v1.openapi.json', schema('inbound-message'))
    const status = contractJudge('messages-v1.openapi.json', schema('message-status'))
    expect(Object.keys(fixtures.inbound)).toEqual(Object.keys(text))
    for (const [name, body] of Object.entries(fixtures.inbound)) expect(message(body), name).toBe(true)
    for (const [name, body] of Object.entries(fixtures.status)) expect(status(body), name).toBe(true)
    expect(Object.keys(fixtures.status)).toHaveLength(3)
  })

  it.each(Object.entries(fixtures.inbound))('%s is understood', async (name, body) => {
    const message = await parsed(body)
    expect(taken(body).id).toBe(`message:${uuid}`)
    expect(message).toMatchObject({ externalId: uuid, mailId: uuid, text: text[name], references: [] })
    expect(message.attachments.map((file) => `${file.name} ${file.contentType}`)).toEqual(files[name] ?? [])
    for (const { fetched } of message.attachments) expect(fetched?.state).toBe('waiting')
    expect(message.sentAt?.toISOString()).toBe(z.iso.datetime().parse(body.timestamp).replace('Z', '.000Z'))
    expect(message.to).toEqual([{ name: '', address: '+447700900000' }])
  })

  it('name their senders, by every address they have', async () => {
    const { whatsapp_text_bsuid, whatsapp_reply_context, sms_text } = fixtures.inbound
    if (!whatsapp_text_bsuid || !whatsapp_reply_context || !sms_text) throw new Error('they are there')
    expect(await parsed(whatsapp_text_bsuid)).toMatchObject({
      from: { name: 'John Smith', address: '+447700900000' },
      fromAlso: ['US.13491208655302741918'],
    })
    expect(await parsed(whatsapp_reply_context)).toMatchObject({
      from: { name: 'Jane Smith', address: '+447700900001' },
      inReplyTo: ['bbbbbbbb-bbbb-4ccc-8ddd-0123456789ab'],
    })
    const sms = await parsed(sms_text)
    expect(sms.from).toEqual({ name: '', address: '+447700900001' })
    expect(sms.fromAlso).toBeUndefined()
  })

  it('tell what became of messages that were sent', () => {
    const outcome = (name: string) => taken(fixtures.status[name] ?? { channel: '' }).content.outcomes[0]
    expect(outcome('submitted_error_sms')).toMatchObject({
      state: 'accepted',
      providerId: uuid,
      status: '1000',
    })
    expect(outcome('undeliverable_minimal')).toMatchObject({
      state: 'bounced',
      kind: 'soft',
      status: null,
      recipient: '+447700900000',
      reason: 'The message was not delivered.',
      at: new Date('2020-01-08T15:43:21Z'),
    })
    expect(outcome('read_whatsapp_bsuid')).toMatchObject({
      state: 'read',
      kind: null,
      recipient: '+447700900000',
    })
    expect(taken(fixtures.status.read_whatsapp_bsuid ?? { channel: '' }).id).toBe(`status:${uuid}:read`)
  })

  it('are found by our number, and by the application', () => {
    const routes = (body: { channel: string }) => channelFor(body)?.routesOf?.(taken(body).request)
    const application = `application:${account.applicationId}`
    for (const body of Object.values(fixtures.inbound)) {
      expect(routes(body)).toEqual(['number:447700900000', application])
    }
    for (const body of Object.values(fixtures.status)) {
      expect(routes(body)).toEqual(['number:447700900001', application])
    }
  })

  it('are refused for now by an integration of another channel, which names no keys for them', () => {
    for (const body of [...Object.values(fixtures.inbound), ...Object.values(fixtures.status)]) {
      const { request } = taken(body)
      const isSms = body.channel === 'sms'
      const other = isSms ? vonageWhatsApp() : vonageSms()
      expect(other.webhook?.routesOf?.(request)).toEqual([])
      const verify = () =>
        isSms
          ? vonageWhatsApp().webhook?.verify(request, whatsAppConnection(account))
          : vonageSms().webhook?.verify(request, smsConnection(account))
      expect(verify).toThrow(expect.objectContaining({ code: 'signature-refused', retry: 'later' }))
    }
  })
})
