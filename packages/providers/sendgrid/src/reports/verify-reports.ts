import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { type Clock, GuichetError, type WebhookRequest } from '@guichet/core'

const signatureHeader = 'x-twilio-email-event-webhook-signature'
const timestampHeader = 'x-twilio-email-event-webhook-timestamp'

interface Freshness {
  readonly clock: Clock
  readonly toleranceMs: number
}

/**
 * Checks that a report is SendGrid's: ECDSA P-256 with SHA-256 over the time stamp and the body as it came. Throws
 * `signature-refused`; and `invalid-configuration` at once for a key that is none.
 */
export function verifyReports(
  publicKey: string,
  { clock, toleranceMs }: Freshness,
): (request: WebhookRequest) => void {
  const key = readKey(publicKey)
  return ({ headers, body }) => {
    const signature = headers.get(signatureHeader)
    const timestamp = headers.get(timestampHeader)
    if (signature === undefined || timestamp === undefined) throw refused('the report is not signed')
    if (!isSigned(key, Buffer.concat([Buffer.from(timestamp), body]), signature)) {
      throw refused('the signature of the report is wrong')
    }
    const age = clock.now().getTime() - Number(timestamp) * 1_000
    if (!(Math.abs(age) <= toleranceMs)) throw refused('the report is too old')
  }
}

function readKey(publicKey: string): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    if (key.asymmetricKeyType === 'ec') return key
  } catch {
    // Said below, in words.
  }
  throw new GuichetError(
    'invalid-configuration',
    'reportKey must be the public key that SendGrid shows, in base64',
    {
      field: 'reportKey',
    },
  )
}

function isSigned(key: KeyObject, text: Uint8Array, signature: string): boolean {
  try {
    return verify('sha256', text, key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

function refused(sentence: string): GuichetError {
  return new GuichetError('signature-refused', sentence)
}
