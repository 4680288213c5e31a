import { isUtf8 } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { GuichetError, type WebhookRequest } from '@guichet/core'
import { Webhook } from 'standardwebhooks'

interface Proof {
  /** Any of them may have signed. */
  readonly secrets: readonly string[]
  readonly toleranceSeconds: number
}

/** As many signatures of a header as are looked at: a sender that rotates has two. */
const mostSignatures = 10

/**
 * The headers that prove a POST, one signature for each secret. Id and time are part of what is signed.
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

/**
 * The id of a request that somebody with one of the secrets has signed, not long ago. Throws `signature-refused`. The
 * library makes the signature; the rest is here, because it reads `123abc` as a time and has a clock of its own.
 */
export function verifySignature(request: WebhookRequest, { secrets, toleranceSeconds }: Proof): string {
  const { headers, body, receivedAt } = request
  const id = headers.get('webhook-id') ?? ''
  const time = headers.get('webhook-timestamp') ?? ''
  const signatures = (headers.get('webhook-signature') ?? '').split(' ').slice(0, mostSignatures)
  // A dot in the id would let one signature stand for another id and body.
  if (!/^(?!.*\.)[!-~]{1,200}$/.test(id))
    throw refused('webhook-id has to be there: 1 to 200 plain characters without a dot')
  if (!/^\d{1,11}$/.test(time)) throw refused('webhook-timestamp has to be there: whole seconds since 1970')
  const ageSeconds = Math.floor(receivedAt.getTime() / 1000) - Number(time)
  if (Math.abs(ageSeconds) > toleranceSeconds)
    throw refused(`webhook-timestamp is more than ${toleranceSeconds} seconds away from our clock`)
  // What is not UTF-8 would be signed as something else than what is kept.
  if (!isUtf8(body)) throw refused('the body is not UTF-8')
  const signed = { id, at: new Date(Number(time) * 1000), body: Buffer.from(body).toString('utf8') }
  const expected = secrets.map((secret) => new Webhook(secret).sign(signed.id, signed.at, signed.body))
  // Each with each, whatever was found: how long it takes says nothing.
  const matches = expected.flatMap((one) => signatures.filter((other) => isSame(one, other)))
  if (matches.length === 0) throw refused('webhook-signature is not by the secret of this integration')
  return id
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function refused(because: string): GuichetError {
  return new GuichetError('signature-refused', `the request was not signed as it has to be: ${because}`, {
    provider: 'webhook',
  })
}
