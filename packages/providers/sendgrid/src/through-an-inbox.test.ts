import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createInbox, type Inbox, systemClock, type WebhookRequest } from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { sendGridSender } from './sendgrid-sender.ts'
import { type FakeSendGrid, startFakeSendGrid } from './testing/fake-sendgrid.ts'

const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const reportKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let fake: FakeSendGrid
let inbox: Inbox
beforeEach(async () => {
  fake = await startFakeSendGrid()
  const sender = sendGridSender({
    apiKey: 'SG.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbb',
    baseUrl: fake.url,
    reportKey,
  })
  inbox = createInbox({
    ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [], log },
    encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
    ...{ senders: [sender], mailFrom: 'factures@acme.example' },
  })
})
afterEach(async () => {
  await inbox.close()
  await fake.stop()
})

const asked = z.object({
  personalizations: z.tuple([z.object({ custom_args: z.record(z.string(), z.string()) })]),
})

/** What SendGrid would report about the mail that it took last: it gives back what it was given. */
function report(email: string, event: object): WebhookRequest {
  const [{ custom_args }] = asked.parse(fake.requests.at(-1)?.body).personalizations
  const now = Math.floor(systemClock().now().getTime() / 1000)
  const named = { email, timestamp: now, sg_message_id: `id-${fake.requests.length}.filter1`, ...custom_args }
  const body = Buffer.from(JSON.stringify([{ ...named, ...event }]))
  const signature = sign('sha256', Buffer.concat([Buffer.from(String(now)), body]), keys.privateKey)
  return {
    ...{ method: 'POST', url: '/inbox/webhooks/senders/sendgrid', body, receivedAt: systemClock().now() },
    headers: new Map([
      ['x-twilio-email-event-webhook-signature', signature.toString('base64')],
      ['x-twilio-email-event-webhook-timestamp', String(now)],
    ]),
  }
}

async function until(type: string, happens: () => Promise<unknown>): Promise<void> {
  const { events } = inbox.tenant('acme')
  const { position } = await events.after(null)
  await happens()
  const stop = new AbortController()
  for await (const event of events.follow(position, stop.signal)) if (event.type === type) stop.abort()
}

it('an invoice that bounces says so by itself, and its recipient gets no other until a person allows it', async () => {
  const { mailer, addresses } = inbox.tenant('acme')
  const invoice = { to: ['zoe@client.example', 'ann@client.example'], subject: 'Facture', text: 'La voici.' }
  inbox.start()
  await until('message.sent', () => mailer.send(invoice))
  const [sent] = (await mailer.list()).items
  const bounce = { event: 'bounce', type: 'bounce', status: '5.1.1', reason: 'no such user' }
  await inbox.receiveReports('sendgrid', report('ann@client.example', { event: 'delivered' }))
  await inbox.receiveReports('sendgrid', report('zoe@client.example', bounce))
  expect(await mailer.get(sent?.id ?? '')).toMatchObject({
    delivery: { state: 'sent' },
    arrivals: [
      { recipient: 'ann@client.example', state: 'delivered' },
      { recipient: 'zoe@client.example', state: 'bounced', kind: 'hard', status: '5.1.1' },
    ],
  })
  expect((await mailer.send(invoice)).dropped).toEqual([
    { address: 'zoe@client.example', because: 'undeliverable' },
  ])
  await addresses.clearMarks('zoe@client.example', { kind: 'person', id: 'ada' })
  expect((await mailer.send(invoice)).dropped).toEqual([])
})

it('a mail that SendGrid may have taken is known to have left once SendGrid speaks of it', async () => {
  const { mailer } = inbox.tenant('acme')
  fake.answerNext('hangUp')
  inbox.start()
  await until('message.uncertain', () =>
    mailer.send({ to: 'zoe@client.example', subject: 'Facture', text: 'La voici.' }),
  )
  await inbox.receiveReports('sendgrid', report('zoe@client.example', { event: 'processed' }))
  const [mail] = (await mailer.list()).items
  expect([mail?.delivery.state, fake.requests.length]).toEqual(['sent', 1])
})
