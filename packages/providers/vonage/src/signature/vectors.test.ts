import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signatureMethods } from '../settings.ts'
import { isSignedWith } from './callback-token.ts'
import { isLegacySignature } from './legacy-signature.ts'

const folder = fileURLToPath(new URL('../../../../../../shared/contracts/vonage/', import.meta.url))
const isThere = existsSync(folder)
if (!isThere && process.env.CI) throw new Error(`CI needs the signatures in ${folder}`)
if (!isThere) console.warn(`skipped: there are no signatures of Vonage in ${folder}`)

const smsVectors = z.object({
  vectors: z.array(
    z.object({
      method: z.enum(signatureMethods),
      secret: z.string(),
      sig: z.string(),
      params: z.record(z.string(), z.string()),
    }),
  ),
})

const tokenVectors = z.object({
  vectors: z.array(
    z.object({
      secret: z.string(),
      token: z.string(),
      bad_secret: z.string().nullish(),
      bad_token: z.string().optional(),
    }),
  ),
})

function read<Shape>(file: string, schema: z.ZodType<Shape>): Shape {
  return schema.parse(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')))
}

describe.skipIf(!isThere)('the published signatures', () => {
  it('of 20 callbacks in the older form are right, and none with another secret or method', () => {
    const { vectors } = read('sms-signature-vectors.json', smsVectors)
    expect(vectors).toHaveLength(20)
    for (const { method, secret, sig, params } of vectors) {
      const parameters = new Map(Object.entries({ ...params, sig }))
      expect(isLegacySignature(parameters, secret, method), sig).toBe(true)
      expect(isLegacySignature(parameters, `${secret}x`, method), sig).toBe(false)
      for (const other of signatureMethods.filter((one) => one !== method)) {
        expect(isLegacySignature(parameters, secret, other), sig).toBe(false)
      }
    }
  })

  it('of tokens are right and wrong as published', () => {
    const { vectors } = read('webhook-jwt-vectors.json', tokenVectors)
    expect(vectors).toHaveLength(2)
    for (const { token, secret, bad_secret, bad_token } of vectors) {
      expect(isSignedWith(token, secret)).toBe(true)
      if (bad_secret) expect(isSignedWith(token, bad_secret)).toBe(false)
      if (bad_token) expect(isSignedWith(bad_token, secret)).toBe(false)
    }
  })
})
