import { type Connection, secret, type WebhookRequest } from '@guichet/core'
import {
  type SmsSettings,
  smsSettings,
  type VonageSecrets,
  type WhatsAppSettings,
  whatsAppSettings,
} from '../../settings.ts'
import type { FakeAccount } from '../account.ts'
import type { SignedCallback } from '../callbacks.ts'

/** A callback as the host hands it on. */
export function requestOf(callback: SignedCallback, receivedAt: Date): WebhookRequest {
  const { method, query, headers, body } = callback
  const url = `https://inbox.example/inbox/webhooks/sms${query}`
  return { method, url, headers: new Map(Object.entries(headers)), body: Buffer.from(body), receivedAt }
}

/** An SMS integration of the account. */
export function smsConnection(
  account: FakeAccount,
  more: Readonly<Record<string, unknown>> = {},
): Connection<SmsSettings, VonageSecrets> {
  const { apiKey, applicationId } = account
  const settings = smsSettings.parse({ number: '+33644630000', apiKey, applicationId, ...more })
  return { settings, secrets: secretsOf(account) }
}

/** A WhatsApp integration of the account. */
export function whatsAppConnection(
  account: FakeAccount,
  more: Readonly<Record<string, unknown>> = {},
): Connection<WhatsAppSettings, VonageSecrets> {
  const { apiKey, applicationId } = account
  const settings = whatsAppSettings.parse({ number: '+33644630000', apiKey, applicationId, ...more })
  return { settings, secrets: secretsOf(account) }
}

function secretsOf({ signatureSecret, apiSecret, privateKey }: FakeAccount) {
  return secret<VonageSecrets>({ signatureSecret, apiSecret, privateKey: privateKey.trim() })
}
