import { isGuichetError } from '@guichet/core'
import { outboundMail, testClock } from '@guichet/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { graphSender } from './graph-sender.ts'
import { type FakeAnswer, type FakeMicrosoft, startFakeMicrosoft } from './testing/fake-microsoft.ts'

const clientSecret = 'very-secret-value'
let fake: FakeMicrosoft

beforeEach(async () => {
  fake = await startFakeMicrosoft()
})
afterEach(() => fake.stop())

function sender(clock = testClock(), url = fake.url) {
  return graphSender({
    directory: 'acme.example',
    clientId: 'app',
    clientSecret,
    graphUrl: url,
    loginUrl: url,
    clock,
  })
}

async function failure(answer: FakeAnswer) {
  fake.answerNext(answer)
  const error = await sender()
    .send(outboundMail(), 'acme')
    .catch((thrown: unknown) => thrown)
  if (!isGuichetError(error)) throw new Error('it did not fail as it should')
  return error
}

describe('sending through Microsoft Graph', () => {
  it('hands in the message as MIME, with what it answers, in the mailbox of its sender', async () => {
    const hidden = { name: '', address: 'compta@elsewhere.example' }
    await sender().send(outboundMail({ bcc: [hidden] }), 'acme')
    const [send] = fake.sends
    expect(send).toMatchObject({
      path: '/v1.0/users/contact@boulangerie-martin.example/sendMail',
      ...{ authorization: 'Bearer token-1', contentType: 'text/plain' },
    })
    expect(send?.mime).toMatch(/^In-Reply-To: <second@client\.example>\r$/m)
    // Graph has no envelope: it reads hidden recipients from the header, and takes it out.
    expect(send?.mime).toMatch(/^Bcc: compta@elsewhere\.example\r$/m)
  })

  it('asks for a token once for many messages, and again before it ends', async () => {
    const clock = testClock()
    const one = sender(clock)
    await Promise.all([1, 2, 3].map(() => one.send(outboundMail(), 'acme')))
    await one.send(outboundMail(), 'acme')
    expect(fake.tokensGiven()).toBe(1)
    await clock.advance(3_600_000 - 200_000)
    await one.send(outboundMail(), 'acme')
    expect(fake.tokensGiven()).toBe(2)
  })

  it('takes another token after one was refused', async () => {
    const one = sender()
    fake.answerNext({ status: 401, code: 'InvalidAuthenticationToken' })
    await expect(one.send(outboundMail(), 'acme')).rejects.toMatchObject({ code: 'authentication-failed' })
    await one.send(outboundMail(), 'acme')
    expect(fake.sends.at(-1)?.authorization).toBe('Bearer token-2')
  })

  it.each([
    [{ status: 400, code: 'ErrorMimeContentInvalid' }, 'rejected', 'not-done', 'never'],
    [{ status: 403, code: 'ErrorAccessDenied' }, 'rejected', 'not-done', 'after-fix'],
    [{ status: 404, code: 'MailboxNotEnabledForRESTAPI' }, 'rejected', 'not-done', 'after-fix'],
    [{ status: 429, headers: { 'retry-after': '9' } }, 'throttled', 'not-done', 'later'],
    [{ status: 503 }, 'throttled', 'not-done', 'later'],
    [{ status: 500 }, 'outcome-unknown', 'unknown', 'never'],
    [{ status: 504 }, 'outcome-unknown', 'unknown', 'never'],
    ['hangUp', 'outcome-unknown', 'unknown', 'never'],
  ] satisfies [FakeAnswer, string, string, string][])(
    'takes %j for what it is',
    async (answer, code, outcome, retry) => {
      expect(await failure(answer)).toMatchObject({ code, outcome, retry })
    },
  )

  it('asks once: a second request could send a second time', async () => {
    await failure({ status: 503 })
    await failure({ status: 504 })
    expect(fake.sends).toHaveLength(2)
  })

  it('waits as long as Microsoft wants', async () => {
    expect((await failure({ status: 429, headers: { 'retry-after': '9' } })).retryAfterMs).toBe(9_000)
  })

  it('says what to check when the application is refused', async () => {
    fake.refuseLogins()
    await expect(sender().verify?.()).rejects.toMatchObject({
      code: 'authentication-failed',
      retry: 'after-fix',
    })
  })

  it('was certainly not sent when nobody listens', async () => {
    const closed = await startFakeMicrosoft()
    await closed.stop()
    const tokenFromFake = graphSender({
      ...{
        directory: 'acme.example',
        clientId: 'app',
        clientSecret,
        loginUrl: fake.url,
        graphUrl: closed.url,
      },
    })
    await expect(tokenFromFake.send(outboundMail(), 'acme')).rejects.toMatchObject({
      outcome: 'not-done',
      retry: 'later',
    })
    await expect(sender(testClock(), closed.url).send(outboundMail(), 'acme')).rejects.toMatchObject({
      ...{ outcome: 'not-done', retry: 'later' },
    })
  })

  it('refuses what Graph would refuse for its size, naming the field', async () => {
    const file = {
      ...{ name: 'plan.pdf', contentType: 'application/pdf' },
      async *open() {
        yield Buffer.alloc(3 * 1024 * 1024)
      },
    }
    await expect(sender().send(outboundMail({ attachments: [file] }), 'acme')).rejects.toMatchObject({
      ...{ code: 'invalid-input', field: 'attachments' },
    })
    expect(fake.sends).toEqual([])
  })

  it('lets neither the secret nor a token out through an error', async () => {
    for (const answer of ['hangUp', { status: 500 }, { status: 401 }] as const) {
      const error = await failure(answer)
      expect(JSON.stringify([error, error.message, error.cause, error.stack])).not.toMatch(
        /very-secret|token-\d/,
      )
    }
  })
})
