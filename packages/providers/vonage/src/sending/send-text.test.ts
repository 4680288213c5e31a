import { createServer, type Socket } from 'node:net'
import { type GuichetError, isGuichetError, secret } from '@guichet/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeFailure, FakeRequest } from '../testing/fake-answers.ts'
import { type FakeVonage, startFakeVonage } from '../testing/fake-vonage.ts'
import { contractIsThere, contractJudge } from '../testing/support/contract.ts'
import { outboundText } from '../testing/support/outbound.ts'
import { smsConnection, whatsAppConnection } from '../testing/support/requests.ts'
import { vonageSms } from '../vonage-sms.ts'
import { vonageWhatsApp } from '../vonage-whatsapp.ts'

const judge = contractIsThere
  ? contractJudge(
      'messages-v1.openapi.json',
      '/paths/~1v1~1messages/post/requestBody/content/application~1json/schema',
    )
  : null

/** Vonage's own description judges everything that is sent. */
function validate({ body }: FakeRequest): string | null {
  if (judge === null || judge(JSON.parse(body))) return null
  return JSON.stringify(judge.errors)
}

let vonage: FakeVonage
beforeAll(async () => {
  vonage = await startFakeVonage({ validate })
})
afterAll(() => vonage.close())

const options = () => ({ baseUrl: vonage.url, timeoutMs: 400 })
const lastBody = () => JSON.parse(vonage.requests.at(-1)?.body ?? '{}')

async function errorOf(sending: Promise<unknown> | undefined): Promise<GuichetError> {
  try {
    await sending
  } catch (error) {
    if (isGuichetError(error)) return error
    throw error
  }
  throw new Error('expected an error')
}

async function listening(onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` }
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<string> {
  const { server, url } = await listening(() => undefined)
  await new Promise((resolve) => server.close(resolve))
  return url
}

describe('a text by the Messages API', () => {
  it('is sent as SMS, with our id', async () => {
    const receipt = await vonageSms(options()).send?.(smsConnection(vonage.account), outboundText())
    expect(receipt?.providerId).toMatch(/^[0-9a-f-]{36}$/)
    expect(receipt?.mailId).toBe(receipt?.providerId)
    expect(lastBody()).toEqual({
      channel: 'sms',
      message_type: 'text',
      to: '33612345678',
      from: '33644630000',
      text: 'Bonjour, votre commande est partie.',
      client_ref: outboundText().id,
    })
    expect(vonage.requests.at(-1)?.authorization).toMatch(/^Bearer /)
  })

  it('is sent with the time that Vonage may take', async () => {
    await vonageSms(options()).send?.(smsConnection(vonage.account, { ttlSeconds: 3_600 }), outboundText())
    expect(lastBody()).toMatchObject({ ttl: 3_600 })
  })

  it('is sent on WhatsApp, to a number or to a user without one', async () => {
    for (const address of ['+33612345678', 'US.13491208655302741918']) {
      const message = outboundText({ to: [{ name: '', address }] })
      await vonageWhatsApp(options()).send?.(whatsAppConnection(vonage.account), message)
      expect(lastBody()).toMatchObject({
        channel: 'whatsapp',
        to: address.replace('+', ''),
        text: message.text,
      })
    }
  })

  it('is a template when one was chosen', async () => {
    const template = { name: 'ns:commande', language: 'fr', parameters: ['Ann', '{{2}} & <b>'] }
    await vonageWhatsApp(options()).send?.(whatsAppConnection(vonage.account), outboundText({ template }))
    expect(lastBody()).toEqual({
      channel: 'whatsapp',
      message_type: 'template',
      to: '33612345678',
      from: '33644630000',
      client_ref: outboundText().id,
      template: { name: 'ns:commande', parameters: ['Ann', '{{2}} & <b>'] },
      whatsapp: { policy: 'deterministic', locale: 'fr' },
    })
  })

  it('is sent with the secret of the account where there is no private key', async () => {
    const { signatureSecret, apiSecret } = vonage.account
    const connection = { ...smsConnection(vonage.account), secrets: secret({ signatureSecret, apiSecret }) }
    await vonageSms(options()).send?.(connection, outboundText())
    expect(vonage.requests.at(-1)?.authorization).toMatch(/^Basic /)
  })

  it('needs something that signs in', async () => {
    const { signatureSecret, privateKey } = vonage.account
    const { settings } = smsConnection(vonage.account)
    const before = vonage.requests.length
    const send = (connection: ReturnType<typeof smsConnection>) =>
      errorOf(vonageSms(options()).send?.(connection, outboundText()))
    const withoutKey = { settings, secrets: secret({ signatureSecret }) }
    expect(await send(withoutKey)).toMatchObject({ code: 'invalid-configuration', field: 'privateKey' })
    const { applicationId: _dropped, ...rest } = settings
    const withoutApplication = { settings: rest, secrets: secret({ signatureSecret, privateKey }) }
    expect(await send(withoutApplication)).toMatchObject({
      code: 'invalid-configuration',
      field: 'applicationId',
    })
    expect(vonage.requests.length).toBe(before)
  })

  it('has one recipient', async () => {
    const to = [...outboundText().to, ...outboundText().to]
    for (const message of [outboundText({ to }), outboundText({ to: [] }), outboundText({ cc: to })]) {
      const error = await errorOf(vonageSms(options()).send?.(smsConnection(vonage.account), message))
      expect(error).toMatchObject({ code: 'invalid-input', field: 'to' })
    }
  })
})

describe('a text that fails', () => {
  it.each<[FakeFailure, Partial<GuichetError>]>([
    ['throttled', { code: 'throttled', outcome: 'not-done', retry: 'later', retryAfterMs: 2_000 }],
    ['broken', { code: 'outcome-unknown', outcome: 'unknown', providerCode: '500' }],
    ['hang', { code: 'outcome-unknown', outcome: 'unknown' }],
    ['cut', { code: 'outcome-unknown', outcome: 'unknown' }],
    ['no-credit', { code: 'rejected', outcome: 'not-done', retry: 'after-fix', providerCode: '1070' }],
    [{ code: 1120 }, { code: 'rejected', outcome: 'not-done', retry: 'never', providerCode: '1120' }],
    [{ code: 1022 }, { code: 'rejected', outcome: 'not-done', retry: 'never', providerCode: '1022' }],
    [{ code: 1241 }, { code: 'throttled', outcome: 'not-done', retry: 'later', retryAfterMs: 1_000 }],
    [{ code: 1080 }, { code: 'rejected', outcome: 'not-done', retry: 'after-fix' }],
  ])('by %o', async (failure, expected) => {
    vonage.fail(failure)
    const error = await errorOf(vonageSms(options()).send?.(smsConnection(vonage.account), outboundText()))
    expect(error).toMatchObject({ ...expected, provider: 'vonage' })
  })

  it('by wrong credentials waits for other ones', async () => {
    const { signatureSecret } = vonage.account
    const secrets = secret({ signatureSecret, apiSecret: 'wrong-secret' })
    const error = await errorOf(
      vonageSms(options()).send?.({ ...smsConnection(vonage.account), secrets }, outboundText()),
    )
    expect(error).toMatchObject({ code: 'authentication-failed', outcome: 'not-done', retry: 'after-fix' })
  })

  it('by what the contract refuses is refused', async () => {
    const message = outboundText({ to: [{ name: '', address: 'INFO' }] })
    const error = await errorOf(vonageSms(options()).send?.(smsConnection(vonage.account), message))
    expect(error).toMatchObject({ code: 'rejected', outcome: 'not-done', retry: 'never' })
  })

  it.each([
    ['nobody listens', closedPort, /^ECONNREFUSED$/],
    ['there is no such host', async () => 'http://vonage.invalid', /^E(NOTFOUND|AI_AGAIN)$/],
  ])('because %s was certainly not sent', async (_why, baseUrl, code) => {
    const error = await errorOf(
      vonageSms({ baseUrl: await baseUrl() }).send?.(smsConnection(vonage.account), outboundText()),
    )
    expect(error).toMatchObject({ code: 'host-unreachable', outcome: 'not-done', retry: 'later' })
    expect(error.providerCode).toMatch(code)
  })

  it('because the connection broke after the text was written may have been sent', async () => {
    const { server, url } = await listening((socket) => socket.once('data', () => socket.destroy()))
    const error = await errorOf(
      vonageSms({ baseUrl: url }).send?.(smsConnection(vonage.account), outboundText()),
    )
    server.close()
    expect(error).toMatchObject({ code: 'outcome-unknown', outcome: 'unknown' })
  })

  it('tells no secret, and keeps nothing of the error of the library', async () => {
    vonage.fail('broken')
    const error = await errorOf(vonageSms(options()).send?.(smsConnection(vonage.account), outboundText()))
    expect(error.cause).toBeUndefined()
    const told = JSON.stringify({ ...error, message: error.message, stack: error.stack })
    expect(told).not.toMatch(/Bearer|PRIVATE|eyJ/)
    expect(told).not.toContain(vonage.account.apiSecret)
  })
})

describe('the check of an account', () => {
  it('passes when both secrets are right, and asks for the balance', async () => {
    await vonageSms(options()).verify?.(smsConnection(vonage.account))
    expect(vonage.requests.at(-1)?.path).toBe('/account/get-balance')
  })

  it('names the secret that is wrong', async () => {
    const { signatureSecret, privateKey, apiSecret } = vonage.account
    const check = (secrets: { privateKey?: string; apiSecret?: string }) =>
      errorOf(
        vonageWhatsApp(options()).verify?.({
          ...whatsAppConnection(vonage.account),
          secrets: secret({ signatureSecret, ...secrets }),
        }),
      )
    expect(await check({ privateKey, apiSecret: 'wrong-secret' })).toMatchObject({
      code: 'authentication-failed',
      field: 'apiSecret',
    })
    const broken = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'
    expect(await check({ privateKey: broken, apiSecret })).toMatchObject({
      code: 'invalid-configuration',
      field: 'privateKey',
    })
    expect(await check({})).toMatchObject({ code: 'invalid-configuration', field: 'privateKey' })
  })
})
