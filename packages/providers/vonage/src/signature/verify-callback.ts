import { createHash } from 'node:crypto'
import type { Connection, VerifiedCallback, WebhookRequest } from '@guichet/core'
import { headOf } from '../payload/callback-head.ts'
import { contentOf, parametersOf } from '../payload/parameters.ts'
import type { SignatureMethod, VonageSecrets, VonageSettings } from '../settings.ts'
import { vonageError } from '../vonage-error.ts'
import { staleSignature, verifyToken } from './callback-token.ts'
import { isLegacySignature, type Parameters } from './legacy-signature.ts'

/** The older form, where an account uses it. */
interface LegacyRules {
  readonly method: SignatureMethod
  readonly unsigned: 'refused' | 'accepted'
}

/** What an integration takes. */
export interface CallbackRules {
  /** As callbacks name them: an application may have several, and tells all of them to one address. */
  readonly channels: readonly string[]
  readonly legacy: LegacyRules | null
}

type VerifiedSettings = Pick<VonageSettings, 'apiKey' | 'applicationId' | 'toleranceSeconds'>

interface Proof {
  readonly settings: VerifiedSettings
  readonly secret: string
  readonly now: Date
}

/**
 * Proves a callback by what is present: a token, else a `sig`. One without either is refused for now, not for good:
 * Vonage writes that after a fault of its own a callback may come unsigned, and is sent again when told so. One without an
 * id, or that nobody understands, is named by its content.
 */
export function verifyCallback(
  request: WebhookRequest,
  connection: Pick<Connection<VerifiedSettings, VonageSecrets>, 'settings' | 'secrets'>,
  { channels, legacy }: CallbackRules,
): VerifiedCallback {
  const { settings } = connection
  const proof = { settings, secret: connection.secrets.reveal().signatureSecret, now: request.receivedAt }
  const kept = contentOf(request)
  const token = bearerOf(request)
  if (token !== null) {
    const { apiKey, applicationId, toleranceSeconds } = settings
    const { secret, now } = proof
    verifyToken(token, { secret, apiKey, applicationId, body: request.body, now, toleranceSeconds })
  } else {
    verifyLegacy(parametersOf(kept.content), proof, legacy)
  }
  const { id, channel } = headOf(kept.content)
  if (channel !== null && !channels.includes(channel)) {
    const sentence = `the callback is about ${shown(channel)}; give each channel an application of its own`
    throw vonageError('signature-refused', sentence, { retry: 'later', providerCode: 'channel' })
  }
  return { ...kept, callbackId: id ?? `content:${createHash('sha256').update(kept.content).digest('hex')}` }
}

function shown(channel: string): string {
  return /^\w{1,20}$/.test(channel) ? channel : 'an unknown channel'
}

/** The token of a request, unproven. */
export function bearerOf({ headers }: Pick<WebhookRequest, 'headers'>): string | null {
  return /^bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
}

function verifyLegacy(parameters: Parameters | null, proof: Proof, legacy: LegacyRules | null): void {
  if (parameters === null) throw refused('the callback has a parameter twice, or one that is no text')
  if (legacy !== null && parameters.has('sig')) {
    verifySignature(parameters, proof, legacy.method)
  } else if (legacy?.unsigned !== 'accepted' || !parameters.has('messageId')) {
    const details = { retry: 'later', providerCode: 'missing' } as const
    throw vonageError('signature-refused', 'the callback is not signed', details)
  }
  const apiKey = parameters.get('api-key')
  if (apiKey !== undefined && apiKey !== proof.settings.apiKey) {
    throw refused('the callback is for another account; compare apiKey')
  }
}

function verifySignature(parameters: Parameters, proof: Proof, method: SignatureMethod): void {
  if (!isLegacySignature(parameters, proof.secret, method)) {
    throw refused('the sig of the callback is wrong; compare signatureSecret and signatureMethod')
  }
  const age = proof.now.getTime() / 1000 - Number(parameters.get('timestamp') ?? Number.NaN)
  if (!(Math.abs(age) <= proof.settings.toleranceSeconds)) throw staleSignature('sig', Math.round(age))
}

function refused(sentence: string) {
  return vonageError('signature-refused', sentence, { providerCode: 'sig' })
}
