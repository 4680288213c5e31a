import { createHash, createHmac } from 'node:crypto'

/** What a token of a callback says; Vonage writes it so. */
export interface TokenClaims {
  readonly iat: number
  readonly jti: string
  readonly apiKey: string
  readonly applicationId: string
}

/** The token that Vonage sends with a callback: HS256 with the signature secret, about the bytes of the body. */
export function callbackToken(body: string | Uint8Array, secret: string, claims: TokenClaims): string {
  const header = encoded({ alg: 'HS256', typ: 'JWT' })
  const payload = encoded({
    iat: claims.iat,
    jti: claims.jti,
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
    api_key: claims.apiKey,
    application_id: claims.applicationId,
  })
  const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')
  return `${header}.${payload}.${signature}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** How legacy callbacks are signed. */
export type LegacyMethod = 'md5hash' | 'md5' | 'sha1' | 'sha256' | 'sha512'

/** The `sig` of a callback in the older form, in upper case as Vonage writes it. Not the code that checks it. */
export function sigOf(
  parameters: Readonly<Record<string, string>>,
  secret: string,
  method: LegacyMethod,
): string {
  const names = Object.keys(parameters).sort()
  const text = names.map((name) => `&${name}=${(parameters[name] ?? '').replace(/[&=]/g, '_')}`).join('')
  const hash =
    method === 'md5hash' ? createHash('md5').update(text + secret) : createHmac(method, secret).update(text)
  return hash.digest('hex').toUpperCase()
}
