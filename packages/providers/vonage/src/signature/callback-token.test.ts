import { createHash, generateKeyPairSync } from 'node:crypto'
import { isGuichetError } from '@guichet/core'
import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { fakeAccount } from '../testing/account.ts'
import { callbackMaker } from '../testing/callbacks.ts'
import { requestOf, smsConnection, whatsAppConnection } from '../testing/support/requests.ts'
import { vonageSms } from '../vonage-sms.ts'
import { vonageWhatsApp } from '../vonage-whatsapp.ts'

const account = fakeAccount()
const now = new Date('2026-11-27T10:00:00Z')
const iat = now.getTime() / 1000
const body = JSON.stringify({
  message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
  channel: 'whatsapp',
  text: 'é',
})
const claims = {
  iat,
  iss: 'Vonage',
  jti: '1',
  payload_hash: createHash('sha256').update(body).digest('hex'),
  api_key: account.apiKey,
  application_id: account.applicationId,
}
const key = (secret: string) => new TextEncoder().encode(secret)
const right = key(account.signatureSecret)

type Claims = Readonly<Record<string, unknown>>

/** Tokens are made by another library than the code that checks them. */
function token(changed: Claims = {}, header: { alg: string } = { alg: 'HS256' }, secret = right) {
  return new SignJWT({ ...claims, ...changed }).setProtectedHeader(header).sign(secret)
}

function verified(authorization: string, content = body, settings: Claims = {}): string {
  const headers = { authorization, 'content-type': 'application/json' }
  const request = requestOf({ method: 'POST', query: '', headers, body: content }, now)
  try {
    return vonageWhatsApp().webhook?.verify(request, whatsAppConnection(account, settings)).callbackId ?? ''
  } catch (error) {
    if (!isGuichetError(error)) throw error
    return `${error.code} ${error.retry} ${error.providerCode}`
  }
}

const id = 'message:aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab'
const forged = 'signature-refused never token'
const stale = 'signature-refused later stale'

describe('a callback with a token', () => {
  it('is accepted when everything agrees', async () => {
    expect(verified(`Bearer ${await token()}`)).toBe(id)
    expect(verified(`bearer ${await token()}`)).toBe(id)
  })

  it('is accepted without an application, where Vonage names none', async () => {
    expect(verified(`Bearer ${await token({ application_id: undefined })}`)).toBe(id)
  })

  it.each([
    ['another body', { payload_hash: createHash('sha256').update('{}').digest('hex') }],
    ['no payload_hash', { payload_hash: undefined }],
    ['a payload_hash that is no text', { payload_hash: 0 }],
    ['an upper-case payload_hash', { payload_hash: claims.payload_hash.toUpperCase() }],
    ['no iat', { iat: undefined }],
    ['an iat that is no number', { iat: 'now' }],
    ['another issuer', { iss: 'Nexmo' }],
    ['no issuer', { iss: undefined }],
    ['another account', { api_key: 'ffff0000' }],
    ['no account', { api_key: undefined }],
    ['another application', { application_id: 'bbbbbbbb-bbbb-4ccc-8ddd-0123456789ab' }],
  ])('is refused with %s', async (_what, changed) => {
    expect(verified(`Bearer ${await token(changed)}`)).toBe(forged)
  })

  it.each([
    ['five minutes old', -300, id],
    ['older', -301, stale],
    ['a day old', -86_400, stale],
    ['five minutes ahead', 300, id],
    ['further ahead', 301, stale],
  ])('that is %s: %d seconds', async (_what, seconds, expected) => {
    expect(verified(`Bearer ${await token({ iat: iat + seconds })}`)).toBe(expected)
  })

  it('may be older where the settings say so', async () => {
    const late = await token({ iat: iat - 80_000 })
    expect(verified(`Bearer ${late}`, body, { toleranceSeconds: 86_400 })).toBe(id)
  })

  it('is refused under any other algorithm, key or form', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const rs256 = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
    const good = await token()
    const [header = '', payload = '', signature = ''] = good.split('.')
    const asNone = Buffer.from('{"alg":"none"}').toString('base64url')
    const asHs512 = Buffer.from('{"alg":"HS512","typ":"JWT"}').toString('base64url')
    const tokens = [
      new UnsecuredJWT(claims).encode(),
      rs256,
      await token({}, { alg: 'HS512' }),
      await token({}, { alg: 'HS384' }),
      await token({}, { alg: 'HS256' }, key('another secret that is long enough')),
      `${asNone}.${payload}.`,
      `${asNone}.${payload}.${signature}`,
      `${asHs512}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -1)}`,
      `${header}.${payload}.${signature}=`,
      good.slice(5),
      'x',
      '..',
      `${Buffer.from('null').toString('base64url')}.${payload}.${signature}`,
    ]
    for (const one of tokens) expect(verified(`Bearer ${one}`), one).toBe(forged)
  })

  it('is refused when a byte of its body has changed, or it was cut', async () => {
    const good = await token()
    for (const other of [`${body} `, body.replace('é', 'e'), body.slice(0, -1), '']) {
      expect(verified(`Bearer ${good}`, other)).toBe(forged)
    }
  })

  it('is refused about no body, whatever the query beside it says', async () => {
    const hashOfNothing = createHash('sha256').update('').digest('hex')
    const authorization = `Bearer ${await token({ payload_hash: hashOfNothing })}`
    const query = '?messageId=1&msisdn=33612345678&to=33644630000&text=a'
    expect(verified(authorization, '')).toBe(forged)
    const request = requestOf({ method: 'GET', query, headers: { authorization }, body: '' }, now)
    const verify = () => vonageSms().webhook?.verify(request, smsConnection(account))
    expect(verify).toThrow(expect.objectContaining({ code: 'signature-refused', retry: 'never' }))
  })

  it('is refused under an empty secret', () => {
    const unsigned = callbackMaker({ ...account, signatureSecret: '' }).signed({ message_uuid: 'a' })
    expect(verified(unsigned.headers.authorization ?? '', unsigned.body)).toBe(forged)
  })
})

describe('a callback without a token', () => {
  it.each(['', 'Basic YTpi', 'Bearer', 'Bearer  ', 'Bearer a b'])(
    'is refused for now: %s',
    (authorization) => {
      expect(verified(authorization)).toMatch(/^signature-refused (later missing|never sig)$/)
    },
  )
})
