import { isGuichetError } from '@guichet/core'
import { outboundMail } from '@guichet/core/testing'
import { contractsOf } from '@guichet-tools/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sesSender } from './ses-sender.ts'
import { type FakeAnswer, type FakeSes, startFakeSes } from './testing/fake-ses.ts'

const contracts = contractsOf('aws')
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'very-secret-key' }
let fake: FakeSes

beforeAll(async () => {
  fake = await startFakeSes()
})
afterAll(() => fake.stop())

const sender = (region = 'eu-west-3') => sesSender({ region, credentials, endpoint: fake.url })

async function failure(answer: FakeAnswer) {
  fake.answerNext(answer)
  const error = await sender()
    .send(outboundMail(), 'acme')
    .catch((thrown: unknown) => thrown)
  if (!isGuichetError(error)) throw new Error('it did not fail as it should')
  return error
}

describe('sending through Amazon SES', () => {
  it('hands in the whole message for everybody, and learns the id under which it leaves', async () => {
    const hidden = { name: '', address: 'compta@elsewhere.example' }
    const receipt = await sender().send(outboundMail({ subject: 'Votre facture', bcc: [hidden] }), 'acme.fr')
    const body = Object(fake.bodies.at(-1))
    const number = fake.bodies.length
    expect(receipt).toEqual({
      providerId: `0100-${number}`,
      mailId: `0100-${number}@eu-west-3.amazonses.com`,
    })
    expect(body.Destination.ToAddresses).toEqual(['zoe@client.example', 'compta@elsewhere.example'])
    const raw = Buffer.from(body.Content.Raw.Data, 'base64').toString('latin1')
    expect(raw).toMatch(/^Subject: Votre facture\r$/m)
    expect(raw).not.toContain('compta')
    expect(body.EmailTags).toContainEqual({
      ...{ Name: 'guichet_tenant', Value: Buffer.from('acme.fr').toString('base64url') },
    })
  })

  it('knows how the oldest region writes its ids', async () => {
    const { mailId } = await sender('us-east-1').send(outboundMail(), 'acme')
    expect(mailId).toMatch(/@email\.amazonses\.com$/)
  })

  it.skipIf(!contracts.isThere)('asks for nothing that its description does not allow', async () => {
    const judge = contracts.judge('sesv2.openapi.json', '/components/schemas/SendEmailRequest')
    await sesSender({
      region: 'eu-west-3',
      credentials,
      endpoint: fake.url,
      configurationSet: 'reports',
    }).send(outboundMail(), 'acme.fr')
    expect(judge(fake.bodies.at(-1)) ? [] : judge.errors).toEqual([])
    expect(judge({ Content: { Raw: {} } })).toBe(false)
  })

  it.each([
    [
      { status: 400, type: 'MessageRejected', message: 'Email address is not verified.' },
      'rejected',
      'not-done',
      'never',
    ],
    [{ status: 400, type: 'BadRequestException' }, 'rejected', 'not-done', 'never'],
    [{ status: 400, type: 'AccountSuspendedException' }, 'rejected', 'not-done', 'after-fix'],
    [{ status: 400, type: 'SendingPausedException' }, 'rejected', 'not-done', 'after-fix'],
    [{ status: 400, type: 'MailFromDomainNotVerifiedException' }, 'rejected', 'not-done', 'after-fix'],
    [{ status: 403, type: 'UnrecognizedClientException' }, 'authentication-failed', 'not-done', 'after-fix'],
    [{ status: 403, type: 'AccessDeniedException' }, 'authentication-failed', 'not-done', 'after-fix'],
    [{ status: 429, type: 'TooManyRequestsException' }, 'throttled', 'not-done', 'later'],
    [{ status: 500, type: 'InternalServiceErrorException' }, 'outcome-unknown', 'unknown', 'never'],
    ['hangUp', 'outcome-unknown', 'unknown', 'never'],
  ] satisfies [FakeAnswer, string, string, string][])(
    'takes %j for what it is',
    async (answer, code, outcome, retry) => {
      expect(await failure(answer)).toMatchObject({ code, outcome, retry })
    },
  )

  it('asks once: a second request could send a second time', async () => {
    const before = fake.bodies.length
    await failure({ status: 500, type: 'InternalServiceErrorException' })
    await failure({ status: 429, type: 'TooManyRequestsException' })
    expect(fake.bodies.length - before).toBe(2)
  })

  it('waits an hour when the quota of the day is used up', async () => {
    const answer = { status: 429, type: 'TooManyRequestsException', message: 'Daily message quota exceeded' }
    expect((await failure(answer)).retryAfterMs).toBe(3_600_000)
  })

  it('was certainly not sent when nobody listens', async () => {
    const closed = await startFakeSes()
    await closed.stop()
    const alone = sesSender({ region: 'eu-west-3', credentials, endpoint: closed.url })
    await expect(alone.send(outboundMail(), 'acme')).rejects.toMatchObject({
      outcome: 'not-done',
      retry: 'later',
    })
  })

  it('never lets the secret out through an error', async () => {
    for (const answer of ['hangUp', { status: 403, type: 'AccessDeniedException' }] as const) {
      const error = await failure(answer)
      expect(JSON.stringify([error, error.message, error.cause, error.stack])).not.toContain(
        'very-secret-key',
      )
    }
  })
})
