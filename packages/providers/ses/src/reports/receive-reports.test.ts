import { createSign } from 'node:crypto'
import type { WebhookRequest } from '@guichet/core'
import { testClock } from '@guichet/core/testing'
import { contractsOf } from '@guichet-tools/contracts'
import { selfSignedCertificate } from '@guichet-tools/real-servers'
import { describe, expect, it } from 'vitest'
import { receiveReports } from './receive-reports.ts'
import { isSnsUrl } from './sns-url.ts'

const topic = 'arn:aws:sns:eu-west-3:123456789012:guichet'
const certificateUrl = 'https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-abc.pem'
const { key, cert: pem } = selfSignedCertificate()

function desk(pages: Readonly<Record<string, string>> = { [certificateUrl]: pem }) {
  const fetched: string[] = []
  const receive = receiveReports({
    ...{ topics: [topic], region: 'eu-west-3', clock: testClock() },
    async fetchPage(url) {
      fetched.push(url)
      const page = pages[url]
      if (page === undefined) throw new Error('no such page')
      return Buffer.from(page)
    },
  })
  return { fetched, receive: (message: object) => receive(request(message)) }
}

function request(message: unknown): WebhookRequest {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))
  return { ...{ method: 'POST', url: '/', headers: new Map(), body }, receivedAt: testClock().now() }
}

function signed(changes: Readonly<Record<string, string>> = {}) {
  const message: Record<string, string> = {
    ...{ Type: 'Notification', MessageId: 'm', TopicArn: topic, Timestamp: '2026-11-02T08:00:00.000Z' },
    ...{ SignatureVersion: '2', SigningCertURL: certificateUrl, Message: '{}', ...changes },
  }
  const names =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = names.flatMap((name) => (name in message ? [`${name}\n${message[name]}\n`] : [])).join('')
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return { ...message, Signature: createSign(algorithm).update(text).sign(key, 'base64') }
}

const mail = {
  messageId: '0100',
  timestamp: '2026-11-02T07:59:00.000Z',
  destination: ['zoe@client.example'],
  tags: { guichet_tenant: [Buffer.from('acme.fr').toString('base64url')], guichet_message: ['m1'] },
}
const at = '2026-11-02T08:00:00.000Z'

describe('what Amazon SES reports', () => {
  it.each([
    [
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          timestamp: at,
          bouncedRecipients: [
            { emailAddress: 'zoe@client.example', status: '5.1.1', diagnosticCode: 'no such user' },
          ],
        },
      },
      { state: 'bounced', kind: 'hard', status: '5.1.1', reason: 'no such user' },
    ],
    [
      {
        notificationType: 'Bounce',
        bounce: {
          bounceType: 'Transient',
          timestamp: at,
          bouncedRecipients: [{ emailAddress: 'zoe@client.example' }],
        },
      },
      { state: 'bounced', kind: 'soft', status: null },
    ],
    [
      {
        eventType: 'Complaint',
        complaint: {
          timestamp: at,
          complainedRecipients: [{ emailAddress: 'zoe@client.example' }],
          complaintFeedbackType: 'abuse',
        },
      },
      { state: 'complained', reason: 'abuse' },
    ],
    [
      { eventType: 'Delivery', delivery: { timestamp: at, recipients: ['zoe@client.example'] } },
      { state: 'delivered' },
    ],
    [
      {
        eventType: 'DeliveryDelay',
        deliveryDelay: { timestamp: at, delayedRecipients: [{ emailAddress: 'zoe@client.example' }] },
      },
      { state: 'delayed' },
    ],
    [{ eventType: 'Send', send: {} }, { state: 'accepted' }],
    [
      { eventType: 'Reject', reject: { reason: 'Bad content' } },
      { state: 'bounced', kind: 'soft', reason: 'Bad content' },
    ],
  ])('reads %j', async (event, report) => {
    const [one, ...others] = await desk().receive(signed({ Message: JSON.stringify({ ...event, mail }) }))
    expect(others).toEqual([])
    expect(one).toMatchObject({
      ...{ tenant: 'acme.fr', messageId: 'm1', providerId: '0100', recipient: 'zoe@client.example' },
      ...{ mailId: '0100@eu-west-3.amazonses.com', ...report },
    })
  })

  it.each(['', 'Hello world', '{"eventType":"Open"}', '[]'])(
    'makes nothing of the notification %j',
    async (Message) => {
      expect(await desk().receive(signed({ Message }))).toEqual([])
    },
  )

  it('confirms a subscription to one of its topics, at Amazon and nowhere else', async () => {
    const SubscribeURL = 'https://sns.eu-west-3.amazonaws.com/?Action=ConfirmSubscription&Token=t'
    const confirmation = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL }
    const good = desk({ [certificateUrl]: pem, [SubscribeURL]: 'ok' })
    expect(await good.receive(signed(confirmation))).toEqual([])
    expect(good.fetched).toEqual([certificateUrl, SubscribeURL])

    const evil = desk()
    const elsewhere = signed({
      ...confirmation,
      SubscribeURL: 'https://sns.eu-west-3.amazonaws.com.evil.example/',
    })
    await expect(evil.receive(elsewhere)).rejects.toMatchObject({ code: 'signature-refused' })
    expect(evil.fetched).toEqual([certificateUrl])
  })

  it('reads a confirmed end of a subscription, and does nothing', async () => {
    const end = signed({ Type: 'UnsubscribeConfirmation', Token: 't', SubscribeURL: certificateUrl })
    expect(await desk().receive(end)).toEqual([])
  })

  it.each([
    ['another text', (message: object) => ({ ...message, Message: '{"eventType":"Delivery"}' })],
    ['a subject that was not signed', (message: object) => ({ ...message, Subject: 'hello' })],
    ['no signature', (message: object) => ({ ...message, Signature: '' })],
    ['an older method', (message: object) => ({ ...message, SignatureVersion: '1' })],
    ['a method nobody knows', (message: object) => ({ ...message, SignatureVersion: '3' })],
    ['a topic of somebody else', () => signed({ TopicArn: 'arn:aws:sns:eu-west-3:999999999999:guichet' })],
    ['a certificate from elsewhere', () => signed({ SigningCertURL: 'https://evil.example/a.pem' })],
    [
      'something that is no certificate',
      () => signed({ SigningCertURL: certificateUrl.replace('.pem', '.txt') }),
    ],
  ])('refuses %s', async (_what, change) => {
    const { receive, fetched } = desk()
    await expect(receive(change(signed()))).rejects.toMatchObject({ code: 'signature-refused' })
    expect(fetched.filter((url) => url !== certificateUrl)).toEqual([])
  })

  it('asks Amazon to come again when its certificate cannot be fetched', async () => {
    await expect(desk({}).receive(signed())).rejects.toMatchObject({
      code: 'signature-refused',
      retry: 'later',
    })
  })

  it('fetches a certificate once', async () => {
    const { receive, fetched } = desk()
    await receive(signed())
    await receive(signed())
    expect(fetched).toEqual([certificateUrl])
  })

  it.each([
    ['https://sns.eu-west-3.amazonaws.com/x.pem', true],
    ['https://sns.cn-north-1.amazonaws.com.cn/x.pem', true],
    ['http://sns.eu-west-3.amazonaws.com/x.pem', false],
    ['https://sns.eu-west-3.amazonaws.com:8443/x.pem', false],
    ['https://sns.eu-west-3.amazonaws.com@evil.example/x.pem', false],
    ['https://sns.eu-west-3.amazonaws.com.evil.example/x.pem', false],
    ['https://evil-sns.eu-west-3.amazonaws.com/x.pem', false],
    ['https://s3.amazonaws.com/x.pem', false],
  ])('%s is a page of SNS: %s', (url, isOne) => {
    expect(isSnsUrl(url)).toBe(isOne)
  })
})

const contracts = contractsOf('aws')

describe.skipIf(!contracts.isThere)('messages that Amazon has really signed', () => {
  const read = () => JSON.parse(contracts.file('sns-signature-vectors.json'))

  it('are taken, and none of them once it is changed', async () => {
    const { certificate, messages } = read()
    for (const message of messages) {
      const receive = receiveReports({
        ...{ topics: [message.TopicArn], region: 'us-east-2', clock: testClock() },
        fetchPage: async () => Buffer.from(certificate),
      })
      await expect(receive(request(message))).resolves.toEqual([])
      const changed = { ...message, Message: `${message.Message}!` }
      await expect(receive(request(changed))).rejects.toMatchObject({ code: 'signature-refused' })
    }
    expect(messages).toHaveLength(4)
  })
})
