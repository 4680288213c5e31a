import {
  type Connection,
  type OutboundMessage,
  type RawMessage,
  secret,
  type WebhookRequest,
} from '@guichet/core'
import { type WebhookSecrets, type WebhookSettings, webhookSettings } from '../settings.ts'
import { signedHeaders } from '../signature.ts'
import { webhookSecret } from '../webhook-secret.ts'

export const now = new Date('2026-11-27T10:00:00.000Z')

/** A secret that is the same in every run, and another one for every number. */
export function secretNumber(number: number): string {
  return webhookSecret(Uint8Array.from({ length: 32 }, (_, index) => (index * 7 + number) % 256))
}

export const hello = {
  type: 'message',
  from: { address: 'ada@example.org', name: 'Ada' },
  text: 'Bonjour, où en est ma commande ?',
}

export interface SignOptions {
  readonly id?: string
  readonly at?: Date
  readonly secrets?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as a sender signs it; `headers` replace what was signed. */
export function signedRequest(body: object | string, options: SignOptions = {}): WebhookRequest {
  const { id = 'msg_1', at = now, secrets = [secretNumber(1)], headers = {} } = options
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const all = { ...signedHeaders(secrets, { id, at, body: text }), ...headers }
  return {
    ...{ method: 'POST', url: 'https://inbox.example/inbox/webhooks/custom/1', receivedAt: now },
    ...{ headers: new Map(Object.entries(all)), body: Buffer.from(text) },
  }
}

export function connectionOf(
  settings: Partial<WebhookSettings> = {},
  signingSecrets: readonly string[] = [secretNumber(1)],
): Connection<WebhookSettings, WebhookSecrets> {
  return {
    settings: webhookSettings.parse({ address: 'contact-form', ...settings }),
    secrets: secret({ signingSecrets: [...signingSecrets] }),
  }
}

export function rawOf(body: object | Uint8Array): RawMessage {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
  return { size: bytes.length, sha256: 'f00d', bytes, open: () => once(bytes) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export const answer: OutboundMessage = {
  id: '018f0000-0000-7000-8000-000000000001',
  from: { name: '', address: 'contact-form' },
  to: [{ name: 'Ada', address: 'ada@example.org' }],
  cc: [],
  subject: 'Re: Commande',
  text: 'Elle part demain.',
  html: '<p>Elle part demain.</p>',
  mailId: null,
  inReplyTo: 'msg_1',
  references: ['msg_1'],
  date: now,
}
