import { type GuichetError, isGuichetError, secret } from '@guichet/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeFailure, FakeRequest } from '../testing/fake-answers.ts'
import { type FakeVonage, startFakeVonage } from '../testing/fake-vonage.ts'
import { contractIsThere, contractJudge } from '../testing/support/contract.ts'
import { outboundText } from '../testing/support/outbound.ts'
import { smsConnection } from '../testing/support/requests.ts'
import { vonageSms } from '../vonage-sms.ts'

const form = 'application~1x-www-form-urlencoded'
const judge = contractIsThere
  ? contractJudge('sms.openapi.yml', `/paths/~1{format}/post/requestBody/content/${form}/schema`)
  : null

function validate({ body, contentType }: FakeRequest): string | null {
  if (contentType !== 'application/x-www-form-urlencoded') return 'not a form'
  const parameters = Object.fromEntries(new URLSearchParams(body))
  // A form has no numbers.
  const described = {
    ...parameters,
    ...(parameters.ttl === undefined ? {} : { ttl: Number(parameters.ttl) }),
  }
  return judge === null || judge(described) ? null : JSON.stringify(judge.errors)
}

let vonage: FakeVonage
beforeAll(async () => {
  vonage = await startFakeVonage({ validate })
})
afterAll(() => vonage.close())

const legacy = (more = {}) => smsConnection(vonage.account, { api: 'sms', ...more })
const options = () => ({ baseUrl: vonage.url, timeoutMs: 400 })
const lastForm = () => Object.fromEntries(new URLSearchParams(vonage.requests.at(-1)?.body))

async function errorOf(message = outboundText(), connection = legacy()): Promise<GuichetError> {
  try {
    await vonageSms(options()).send?.(connection, message)
  } catch (error) {
    if (isGuichetError(error)) return error
    throw error
  }
  throw new Error('expected an error')
}

describe('an SMS by the older API', () => {
  it('is the form that Vonage describes', async () => {
    const receipt = await vonageSms(options()).send?.(legacy({ ttlSeconds: 3_600 }), outboundText())
    expect(receipt).toEqual({ providerId: expect.stringMatching(/^0A[0-9A-F]{16}$/) })
    expect(vonage.requests.at(-1)).toMatchObject({ path: '/sms/json', authorization: '' })
    expect(lastForm()).toEqual({
      api_key: vonage.account.apiKey,
      api_secret: vonage.account.apiSecret,
      to: '33612345678',
      from: '33644630000',
      text: outboundText().text,
      type: 'text',
      'client-ref': outboundText().id,
      ttl: '3600000',
    })
  })

  it('says when it is not in the alphabet of GSM', async () => {
    await vonageSms(options()).send?.(legacy(), outboundText({ text: 'Fête & co + 😀 = 100 %' }))
    expect(lastForm()).toMatchObject({ type: 'unicode', text: 'Fête & co + 😀 = 100 %' })
  })

  it('comes from a name where that is our sender', async () => {
    const from = { name: '', address: 'GUICHET' }
    await vonageSms(options()).send?.(legacy({ number: 'GUICHET' }), outboundText({ from }))
    expect(lastForm()).toMatchObject({ from: 'GUICHET' })
  })

  it.each<[FakeFailure, Partial<GuichetError>]>([
    [{ statuses: ['1'] }, { code: 'throttled', outcome: 'not-done', retry: 'later', retryAfterMs: 1_000 }],
    [{ statuses: ['5'] }, { code: 'throttled', outcome: 'not-done', retry: 'later' }],
    [{ statuses: ['2'] }, { code: 'rejected', outcome: 'not-done', retry: 'never', providerCode: '2' }],
    [{ statuses: ['7'] }, { code: 'rejected', outcome: 'not-done', retry: 'never' }],
    [{ statuses: ['9'] }, { code: 'rejected', outcome: 'not-done', retry: 'after-fix' }],
    [{ statuses: ['12', '12'] }, { code: 'rejected', outcome: 'not-done', retry: 'never' }],
    [{ statuses: ['0', '1', '0'] }, { code: 'outcome-unknown', outcome: 'unknown', providerCode: '1' }],
    [{ statuses: [] }, { code: 'outcome-unknown', outcome: 'unknown' }],
    ['broken', { code: 'outcome-unknown', outcome: 'unknown' }],
    ['throttled', { code: 'throttled', outcome: 'not-done', retry: 'later' }],
    ['hang', { outcome: 'unknown' }],
    ['cut', { outcome: 'unknown' }],
  ])('that fails by %o', async (failure, expected) => {
    vonage.fail(failure)
    expect(await errorOf()).toMatchObject(expected)
  })

  it('of which only some parts were taken says how many', async () => {
    vonage.fail({ statuses: ['0', '0', '1'] })
    expect((await errorOf()).message).toContain('took 2 of the 3 parts')
  })

  it('with wrong credentials waits for other ones', async () => {
    const { signatureSecret } = vonage.account
    const wrong = { ...legacy(), secrets: secret({ signatureSecret, apiSecret: 'wrong-secret' }) }
    expect(await errorOf(outboundText(), wrong)).toMatchObject({
      code: 'authentication-failed',
      retry: 'after-fix',
    })
    const none = { ...legacy(), secrets: secret({ signatureSecret }) }
    expect(await errorOf(outboundText(), none)).toMatchObject({
      code: 'invalid-configuration',
      field: 'apiSecret',
    })
  })
})
