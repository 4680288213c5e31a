import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { WebhookRequest } from '@guichet/core'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signedHeaders, verifySignature } from './signature.ts'
import { hello, now, secretNumber, signedRequest } from './testing/samples.ts'

const path = fileURLToPath(
  new URL('../../../../../shared/contracts/standard-webhooks/vectors.json', import.meta.url),
)
const isThere = existsSync(path)
if (!isThere && process.env.CI) throw new Error(`CI needs the signatures in ${path}`)
if (!isThere) console.warn(`skipped: there are no published signatures in ${path}`)

const proof = { secrets: [secretNumber(1)], toleranceSeconds: 300 }
const refused = expect.objectContaining({ code: 'signature-refused', retry: 'never' })

function verify(request: WebhookRequest, secrets = proof.secrets): string {
  return verifySignature(request, { ...proof, secrets })
}

describe.skipIf(!isThere)('the published signatures', () => {
  const schema = z.object({
    tolerance_seconds: z.number(),
    sign: z.tuple([
      z.object({
        ...{ secret: z.string(), id: z.string(), timestamp: z.number() },
        ...{ payload: z.string(), signature: z.string() },
      }),
    ]),
    multi_signature_header: z.string(),
    bad_signatures: z.array(z.string()),
  })
  const read = () => {
    const vectors = schema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const { secret, id, timestamp, payload, signature } = vectors.sign[0]
    const at = new Date(timestamp * 1000)
    const headers = signedHeaders([secret], { id, at, body: payload })
    const request = (changes: Record<string, string> = {}, seconds = 0): WebhookRequest => ({
      ...signedRequest(payload, { headers: { ...headers, ...changes } }),
      receivedAt: new Date(at.getTime() + seconds * 1000),
    })
    return { ...vectors, secret, id, signature, headers, request }
  }

  it('are made and accepted', () => {
    const { headers, signature, request, secret, id } = read()
    expect(headers['webhook-signature']).toBe(signature)
    expect(verify(request(), [secret])).toBe(id)
  })

  it('are found among several', () => {
    const { multi_signature_header: several, signature, request, secret, id } = read()
    const header = several.replace('v1,<valid>', signature)
    expect(header).toContain(signature)
    expect(verify(request({ 'webhook-signature': header }), [secret])).toBe(id)
  })

  it('are refused when they are wrong, and outside their time', () => {
    const { bad_signatures: bad, tolerance_seconds: tolerance, request, secret, id } = read()
    for (const signature of bad)
      expect(() => verify(request({ 'webhook-signature': signature }), [secret])).toThrow(refused)
    expect([tolerance, -tolerance].map((seconds) => verify(request({}, seconds), [secret]))).toEqual([id, id])
    for (const seconds of [tolerance + 1, -tolerance - 1])
      expect(() => verify(request({}, seconds), [secret])).toThrow(refused)
  })
})

describe('a signed request', () => {
  it('is proven by any of the secrets of its integration', () => {
    const [current, previous] = [secretNumber(2), secretNumber(1)]
    expect(verify(signedRequest(hello), [current, previous])).toBe('msg_1')
    expect(verify(signedRequest(hello, { secrets: [secretNumber(9), current] }), [current])).toBe('msg_1')
    expect(() => verify(signedRequest(hello), [current])).toThrow(refused)
  })

  it('is what the library of the specification would make', () => {
    const body = JSON.stringify(hello)
    const headers = { 'webhook-signature': new Webhook(secretNumber(1)).sign('msg_1', now, body) }
    expect(verify(signedRequest(body, { headers }))).toBe('msg_1')
  })

  it.each([
    ['no id', { 'webhook-id': '' }],
    ['another id', { 'webhook-id': 'msg_2' }],
    ['an id with a dot', { 'webhook-id': 'msg.1' }],
    ['an endless id', { 'webhook-id': 'x'.repeat(201) }],
    ['no time', { 'webhook-timestamp': '' }],
    ['another time', { 'webhook-timestamp': String(now.getTime() / 1000 + 1) }],
    ['a time with letters behind it', { 'webhook-timestamp': `${now.getTime() / 1000}abc` }],
    ['a time with a sign', { 'webhook-timestamp': `+${now.getTime() / 1000}` }],
    ['a time with a blank', { 'webhook-timestamp': ` ${now.getTime() / 1000}` }],
    ['no signature', { 'webhook-signature': '' }],
    ['a truncated signature', { 'webhook-signature': 'v1,Ceo5qEr07ix' }],
    ['a signature of another version', { 'webhook-signature': 'v1a,Ceo5qEr07ixe2NLpvHk3FH9bwy' }],
  ])('with %s is refused', (_, headers) => {
    expect(() => verify(signedRequest(hello, { headers }))).toThrow(refused)
  })

  it('whose body was changed, cut off, or is not UTF-8 is refused', () => {
    const request = signedRequest(hello)
    const { body } = request
    for (const other of [body.subarray(0, -1), Buffer.concat([body, Buffer.from(' ')]), new Uint8Array()])
      expect(() => verify({ ...request, body: other })).toThrow(refused)
    const replacement = signedRequest('"\uFFFD"')
    expect(() => verify({ ...replacement, body: Buffer.from([0x22, 0xff, 0x22]) })).toThrow(refused)
  })

  it('with the right signature behind ten others is refused', () => {
    const { headers } = signedRequest(hello)
    const others = Array.from({ length: 10 }, () => 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy')
    const header = [...others, headers.get('webhook-signature')].join(' ')
    expect(() => verify(signedRequest(hello, { headers: { 'webhook-signature': header } }))).toThrow(refused)
  })
})
