import { isGuichetError, type WebhookRequest } from '@guichet/core'
import { assert, constant, integer, oneof, property, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeAccount } from './testing/account.ts'
import { callbackMaker } from './testing/callbacks.ts'
import { callbackToken } from './testing/sign.ts'
import { kept, onlyMessage, rawOf } from './testing/support/raw.ts'
import { smsConnection } from './testing/support/requests.ts'
import { vonageSms } from './vonage-sms.ts'

const account = fakeAccount()
const maker = callbackMaker(account)
const { webhook, parse } = vonageSms()
const now = new Date()

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'fine'
  } catch (error) {
    if (isGuichetError(error)) return error.code
    throw error
  }
}

function requestWith(
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  url = '/',
): WebhookRequest {
  return { method: 'POST', url, headers: new Map(Object.entries(headers)), body, receivedAt: now }
}

describe('a request of anybody', () => {
  const token = oneof(string(), constant('Bearer a.b.c'), constant('Bearer eyJhbGciOiJIUzI1NiJ9.e30.'))

  it('names its keys without an error, and proves nothing', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), token, string(), (body, authorization, url) => {
        const request = requestWith(body, { authorization }, url)
        expect(webhook?.routesOf?.(request).length).toBeLessThanOrEqual(2)
        expect(codeOf(() => webhook?.verify(request, smsConnection(account)))).toBe('signature-refused')
      }),
      { numRuns: 300 },
    )
  })

  it('is read, or is unparsable', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), (content) => {
        const read = () => webhook?.read({ ...kept(''), content })
        expect(['fine', 'unparsable']).toContain(codeOf(read))
      }),
      { numRuns: 300 },
    )
  })

  it('may be cut anywhere: then it is refused', () => {
    const { body, headers } = maker.signedSms({
      from: '33612345678',
      to: '33644630000',
      text: 'Bonjour à tous',
    })
    const bytes = Buffer.from(body)
    assert(
      property(integer({ min: 0, max: bytes.length - 1 }), (length) => {
        const request = requestWith(bytes.subarray(0, length), headers)
        expect(codeOf(() => webhook?.verify(request, smsConnection(account)))).toBe('signature-refused')
      }),
    )
  })
})

describe('a signed body that is a trap', () => {
  /** Signed as it is: what a vendor sends by mistake is its own. */
  function signed(body: Uint8Array): WebhookRequest {
    const { apiKey, applicationId, signatureSecret } = account
    const claims = { iat: Math.floor(now.getTime() / 1000), jti: '1', apiKey, applicationId }
    return requestWith(body, { authorization: `Bearer ${callbackToken(body, signatureSecret, claims)}` })
  }

  it.each([
    ['a million brackets', '['.repeat(1_000_000)],
    ['objects in objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a number of a million digits', `{"message_uuid":${'9'.repeat(1_000_000)}}`],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['a list', '[{"message_uuid":"a"}]'],
    ['null', 'null'],
    ['a new kind of event', '{"type":"new.kind.of.event"}'],
  ])('%s is kept under its hash, and unparsable', async (_what, body) => {
    const content = Buffer.from(body)
    const verified = webhook?.verify(signed(content), smsConnection(account))
    expect(verified?.callbackId).toMatch(/^content:[0-9a-f]{64}$/)
    expect(codeOf(() => webhook?.read({ ...kept(''), content }))).toBe('unparsable')
    const raw = rawOf({ locator: 'a', raw: content, receivedAt: now, isHistory: false })
    await expect(parse(raw)).rejects.toMatchObject({ code: 'unparsable' })
  })
})

describe('a message with hostile fields', () => {
  const message = async (text: string) => parse(rawOf(webhook && onlyMessage(webhook.read(kept(text)))))

  it('changes no prototype', async () => {
    const parsed = await message(
      '{"message_uuid":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"text":"a"}',
    )
    expect(parsed.text).toBe('a')
    expect({}).not.toHaveProperty('polluted')
    expect(codeOf(() => webhook?.read(kept('{"messageId":"1","msisdn":"2","__proto__":"x"}')))).toBe('fine')
  })

  it('is bounded', async () => {
    const contact = JSON.stringify(Array.from({ length: 5_000 }, () => ({ phone: 'x'.repeat(50) })))
    const long = await message(`{"message_uuid":"a","message_type":"contact","contact":${contact}}`)
    expect(long.text.split('\n').length).toBeLessThanOrEqual(20)
    const text = await message(JSON.stringify({ message_uuid: 'a', text: 'x'.repeat(900_000) }))
    expect(text.text).toHaveLength(100_000)
  })

  it('is no joined message unless we joined it', () => {
    const parts = [{ index: 1, callback: Buffer.from('messageId=1&msisdn=2&text=a').toString('base64') }]
    const body = JSON.stringify({ joinedSms: { total: 2, parts } })
    expect(codeOf(() => webhook?.verify(requestWith(Buffer.from(body)), smsConnection(account)))).toBe(
      'signature-refused',
    )
    expect(codeOf(() => webhook?.read(kept(body)))).toBe('unparsable')
  })
})
