import { generateKeyPairSync, sign } from 'node:crypto'
import { isGuichetError, type WebhookRequest } from '@guichet/core'
import { outboundMail, testClock } from '@guichet/core/testing'
import { contractsOf } from '@guichet-tools/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendGridSender } from './sendgrid-sender.ts'
import { type FakeAnswer, type FakeSendGrid, startFakeSendGrid } from './testing/fake-sendgrid.ts'

const apiKey = 'SG.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbb'
const contracts = contractsOf('sendgrid')
let fake: FakeSendGrid

beforeAll(async () => {
  fake = await startFakeSendGrid()
})
afterAll(() => fake.stop())

const sender = () => sendGridSender({ apiKey, baseUrl: fake.url, clock: testClock() })

async function failure(answer: FakeAnswer) {
  fake.answerNext(answer)
  const error = await sender()
    .send(outboundMail(), 'acme')
    .catch((thrown: unknown) => thrown)
  if (!isGuichetError(error)) throw new Error('it did not fail as it should')
  return error
}

describe('sending through SendGrid', () => {
  it('hands the message in with everything that names it later', async () => {
    const receipt = await sender().send(outboundMail(), 'acme')
    const { authorization, body } = fake.requests.at(-1) ?? { authorization: '', body: null }
    expect(receipt).toEqual({ providerId: `id-${fake.requests.length}` })
    expect(authorization).toBe(`Bearer ${apiKey}`)
    expect(body).toMatchObject({
      personalizations: [
        {
          to: [{ email: 'zoe@client.example', name: 'Zoé Lefèvre' }],
          custom_args: { guichet_tenant: 'acme', guichet_message: outboundMail().id },
        },
      ],
      from: { email: 'contact@boulangerie-martin.example', name: 'Boulangerie Martin' },
      subject: outboundMail().subject,
      content: [{ type: 'text/plain' }, { type: 'text/html' }],
      headers: {
        'In-Reply-To': '<second@client.example>',
        References: '<first@client.example> <second@client.example>',
        'X-Guichet-Message-Id': '<abc123.def456@boulangerie-martin.example>',
      },
    })
  })

  it('goes to who got a visible copy where nobody else is left', async () => {
    const cc = [{ name: '', address: 'luc@client.example' }]
    await sender().send(outboundMail({ to: [], cc }), 'acme')
    const [personalization] = Object(fake.requests.at(-1)?.body).personalizations
    expect([personalization.to, personalization.cc]).toEqual([[{ email: 'luc@client.example' }], undefined])
  })

  it.skipIf(!contracts.isThere)('asks for nothing that its description does not allow', async () => {
    const judge = contracts.judge(
      'sendgrid.merged.openapi.json',
      '/components/requestBodies/tsg_mail_v3_PostMailSend/content/application~1json/schema',
    )
    const people = ['a', 'b'].map((name) => ({ name, address: `${name}@client.example` }))
    const file = {
      ...{ name: 'facture.pdf', contentType: 'application/pdf' },
      async *open() {
        yield Buffer.from('%PDF')
      },
    }
    const mails = [
      outboundMail(),
      outboundMail({ html: '', text: '', subject: '', inReplyTo: null, references: [] }),
      outboundMail({ cc: people, bcc: people, replyTo: { name: '', address: 'r@b.example' } }),
      outboundMail({
        attachments: [file, { ...file, contentId: 'logo' }],
        priority: 'high',
        automatic: 'notice',
      }),
    ]
    for (const mail of mails) {
      await sender().send(mail, 'acme')
      expect(judge(fake.requests.at(-1)?.body) ? [] : judge.errors).toEqual([])
    }
    expect(judge({ personalizations: [] })).toBe(false)
  })

  it('writes to an address once, whatever lists it is in: SendGrid refuses the whole mail otherwise', async () => {
    const zoe = { name: '', address: 'ZOE@client.example' }
    await sender().send(outboundMail({ cc: [zoe], bcc: [zoe] }), 'acme')
    const { personalizations } = Object(fake.requests.at(-1)?.body)
    expect(personalizations).toEqual([
      { to: [{ email: 'zoe@client.example', name: 'Zoé Lefèvre' }], custom_args: expect.anything() },
    ])
  })

  it.each([
    [
      { status: 400, body: { errors: [{ message: 'Bad thing', field: 'from' }] } },
      'rejected',
      'not-done',
      'never',
    ],
    [
      { status: 401, body: { errors: [{ message: 'no' }] } },
      'authentication-failed',
      'not-done',
      'after-fix',
    ],
    [{ status: 403, body: { errors: [{ message: 'unverified' }] } }, 'rejected', 'not-done', 'after-fix'],
    [{ status: 413 }, 'rejected', 'not-done', 'never'],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'throttled', 'not-done', 'later'],
    [{ status: 500 }, 'outcome-unknown', 'unknown', 'never'],
    [{ status: 502 }, 'outcome-unknown', 'unknown', 'never'],
    [{ status: 503 }, 'throttled', 'not-done', 'later'],
    ['hangUp', 'outcome-unknown', 'unknown', 'never'],
  ] satisfies [FakeAnswer, string, string, string][])(
    'takes %j for what it is',
    async (answer, code, outcome, retry) => {
      expect(await failure(answer)).toMatchObject({ code, outcome, retry })
    },
  )

  it('waits as long as it is told to, by seconds or until a time', async () => {
    expect((await failure({ status: 429, headers: { 'retry-after': '7' } })).retryAfterMs).toBe(7_000)
    const reset = Math.floor(testClock().now().getTime() / 1_000) + 30
    const error = await failure({ status: 429, headers: { 'x-ratelimit-reset': String(reset) } })
    expect(error.retryAfterMs).toBeGreaterThan(28_000)
  })

  it('was certainly not sent when nobody listens', async () => {
    const closed = await startFakeSendGrid()
    await closed.stop()
    const alone = sendGridSender({ apiKey, baseUrl: closed.url })
    await expect(alone.send(outboundMail(), 'acme')).rejects.toMatchObject({
      outcome: 'not-done',
      retry: 'later',
    })
  })

  it('never lets the key out through an error', async () => {
    for (const answer of ['hangUp', { status: 500 }, { status: 401 }] as const) {
      const error = await failure(answer)
      expect(JSON.stringify([error, error.message, error.cause, error.stack])).not.toContain('bbbbbbbbbb')
    }
  })

  it('keeps two accounts apart', async () => {
    const other = sendGridSender({ apiKey: 'SG.cccccccccccccccc.dddddddddddddddddddd', baseUrl: fake.url })
    await Promise.all([sender().send(outboundMail(), 'acme'), other.send(outboundMail(), 'acme')])
    const used = fake.requests.slice(-2).map(({ authorization }) => authorization)
    expect(new Set(used).size).toBe(2)
  })

  it('refuses a key that is none, naming the field', () => {
    expect(() => sendGridSender({ apiKey: 'hunter2' })).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', field: 'apiKey' }),
    )
  })
})

describe('what SendGrid reports', () => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const reportKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const seconds = () => String(Math.floor(testClock().now().getTime() / 1_000))

  function request(events: unknown, timestamp = seconds()): WebhookRequest {
    const body = Buffer.from(typeof events === 'string' ? events : `${JSON.stringify(events)}\r\n`)
    const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), keys.privateKey)
    return {
      ...{ method: 'POST', url: '/inbox/webhooks/senders/sendgrid', body, receivedAt: testClock().now() },
      headers: new Map([
        ['x-twilio-email-event-webhook-signature', signature.toString('base64')],
        ['x-twilio-email-event-webhook-timestamp', timestamp],
      ]),
    }
  }

  const receive = async (asked: WebhookRequest) => {
    const { reports } = sendGridSender({ apiKey, reportKey, clock: testClock() })
    if (reports === undefined) throw new Error('a sender with a report key reads reports')
    return reports.receive(asked)
  }

  const event = (changes: object) => ({
    ...{
      email: 'zoe@client.example',
      timestamp: 1_760_000_000,
      guichet_tenant: 'acme',
      guichet_message: 'm1',
    },
    ...{ sg_message_id: 'abc.filter1.2', 'smtp-id': '<abc@geopod.sendgrid.net>', ...changes },
  })

  it.each([
    [{ event: 'processed' }, 'accepted', null],
    [{ event: 'delivered', response: '250 OK' }, 'delivered', null],
    [{ event: 'deferred' }, 'delayed', 'soft'],
    [{ event: 'bounce', type: 'bounce', status: '5.1.1' }, 'bounced', 'hard'],
    [{ event: 'bounce', type: 'blocked', status: '5.7.1' }, 'bounced', 'soft'],
    [{ event: 'dropped', reason: 'Bounced Address' }, 'bounced', 'hard'],
    [{ event: 'spamreport' }, 'complained', null],
  ])('reads %j', async (changes, state, kind) => {
    const [report] = await receive(request([event(changes)]))
    expect(report).toMatchObject({
      ...{ state, kind, tenant: 'acme', messageId: 'm1', providerId: 'abc' },
      ...{ recipient: 'zoe@client.example', mailId: 'abc@geopod.sendgrid.net' },
    })
  })

  it('hears who wants no more mail', async () => {
    expect(await receive(request([event({ event: 'unsubscribe' })]))).toMatchObject([{ optedOut: true }])
  })

  it('passes over clicks, openings, and what it does not know', async () => {
    const events = [event({ event: 'click' }), event({ event: 'open' }), event({ event: 'new' }), 7, null]
    expect(await receive(request(events))).toEqual([])
  })

  it.each([
    ['no signature', (asked: WebhookRequest) => ({ ...asked, headers: new Map() })],
    ['another body', (asked: WebhookRequest) => ({ ...asked, body: Buffer.from('[]') })],
    [
      'the body written anew',
      (asked: WebhookRequest) => ({
        ...asked,
        body: Buffer.from(JSON.stringify(JSON.parse(String(asked.body)))),
      }),
    ],
    ['an old time stamp', () => request([event({ event: 'delivered' })], String(Number(seconds()) - 601))],
    ['a time stamp that is none', () => request([event({ event: 'delivered' })], 'soon')],
    [
      'a signature that is none',
      (asked: WebhookRequest) => ({
        ...asked,
        headers: new Map([...asked.headers, ['x-twilio-email-event-webhook-signature', '!!']]),
      }),
    ],
  ])('refuses a report with %s', async (_what, change) => {
    await expect(receive(change(request([event({ event: 'delivered' })])))).rejects.toMatchObject({
      code: 'signature-refused',
    })
  })

  it('cannot read what is no list', async () => {
    await expect(receive(request('{"event":"delivered"}'))).rejects.toMatchObject({ code: 'unparsable' })
  })

  it.skipIf(!contracts.isThere)('agrees with the signatures that SendGrid publishes', async () => {
    const { vectors } = JSON.parse(contracts.file('eventwebhook-vectors.json'))
    for (const { publicKey, signature, timestamp, payload, valid } of vectors) {
      const clock = testClock({ start: new Date(Number(timestamp) * 1_000) })
      const { reports } = sendGridSender({ apiKey, reportKey: publicKey, clock })
      const asked = {
        ...request([]),
        body: Buffer.from(payload),
        headers: new Map([
          ['x-twilio-email-event-webhook-signature', signature],
          ['x-twilio-email-event-webhook-timestamp', timestamp],
        ]),
      }
      const accepted = await reports?.receive(asked).then(
        () => true,
        () => false,
      )
      expect(accepted).toBe(valid)
    }
    expect(vectors.length).toBeGreaterThan(2)
  })
})
