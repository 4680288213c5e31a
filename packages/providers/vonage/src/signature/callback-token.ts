import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { vonageError } from '../vonage-error.ts'
import { isSame } from './legacy-signature.ts'

/** What a token must agree with. */
export interface TokenExpectation {
  readonly secret: string
  readonly apiKey: string
  readonly applicationId: string | undefined
  readonly body: Uint8Array
  readonly now: Date
  readonly toleranceSeconds: number
}

const headerSchema = z.object({ alg: z.literal('HS256'), crit: z.undefined().optional() })

const claimsSchema = z.object({
  iat: z.number(),
  iss: z.string(),
  payload_hash: z.string(),
  api_key: z.string(),
  application_id: z.string().nullish(),
})
type Claims = z.infer<typeof claimsSchema>

/**
 * Proves a callback of the Messages API: the token is Vonage's, about this body, for our account, and fresh. Throws
 * `signature-refused`. Written out, because libraries check neither what Vonage puts into the token nor, that of
 * Vonage, the algorithm.
 */
export function verifyToken(token: string, expected: TokenExpectation): void {
  if (!isSignedWith(token, expected.secret)) throw refusedToken('is not signed with HS256 and our secret')
  const claims = claimsSchema.safeParse(jsonOf(token.split('.')[1])).data
  if (claims === undefined) throw refusedToken('lacks iat, iss, payload_hash or api_key')
  const mistake = mistakeIn(claims, expected)
  if (mistake !== null) throw refusedToken(mistake)
  const age = expected.now.getTime() / 1000 - claims.iat
  if (!(Math.abs(age) <= expected.toleranceSeconds)) throw staleSignature('token', Math.round(age))
}

/** Whether the signature alone is right. HS256 and nothing else: the header is the sender's word. */
export function isSignedWith(token: string, secret: string): boolean {
  const [header, claims, signature, ...more] = token.split('.')
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return false
  if (!headerSchema.safeParse(jsonOf(header)).success) return false
  const wanted = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')
  return isSame(wanted, signature)
}

const applicationSchema = z.object({ application_id: z.string() })

/** The application that a token claims, unproven: good for finding whose it may be, and for nothing else. */
export function unprovenApplication(token: string): string | null {
  return applicationSchema.safeParse(jsonOf(token.split('.')[1])).data?.application_id ?? null
}

/** Vonage's, and too old or from the future: a later try may carry a new one, and refusing it for good would lose it. */
export function staleSignature(what: string, ageSeconds: number) {
  const sentence = `the ${what} of the callback is ${ageSeconds} seconds old; check the clock, or set toleranceSeconds`
  return vonageError('signature-refused', sentence, { retry: 'later', providerCode: 'stale' })
}

function mistakeIn(claims: Claims, expected: TokenExpectation): string | null {
  // Nothing but the body is signed: a query beside a token would be anybody's.
  if (expected.body.length === 0) return 'is about no body'
  const hash = createHash('sha256').update(expected.body).digest('hex')
  if (!isSame(claims.payload_hash, hash)) return 'is about another body'
  if (claims.iss !== 'Vonage') return 'was not issued by Vonage'
  if (claims.api_key !== expected.apiKey) return 'is for another account: compare apiKey'
  const isOther = expected.applicationId !== undefined && claims.application_id != null
  if (isOther && claims.application_id?.toLowerCase() !== expected.applicationId?.toLowerCase()) {
    return 'is for another application: compare applicationId'
  }
  return null
}

function refusedToken(mistake: string) {
  return vonageError('signature-refused', `the token of the callback ${mistake}`, { providerCode: 'token' })
}

function jsonOf(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
  } catch {
    // Not JSON: no schema takes this.
    return undefined
  }
}
