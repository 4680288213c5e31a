import {
  type ChannelType,
  type Clock,
  GuichetError,
  type HostOptions,
  safeFetch,
  systemClock,
} from '@guichet/core'
import { sendAnswer } from './answer/send-answer.ts'
import { attachmentBytes, contentOf, parseMessage } from './inbound/parse-message.ts'
import { readCallback } from './inbound/read-callback.ts'
import { readMessage, readRaw } from './inbound/read-message.ts'
import { type WebhookSecrets, type WebhookSettings, webhookSecrets, webhookSettings } from './settings.ts'
import { verifySignature } from './signature.ts'

export interface SignedWebhookOptions extends HostOptions {
  /** Bytes of a file that is fetched; 16 MiB unless told. */
  readonly maxFileBytes?: number
  readonly clock?: Clock
}

/**
 * Messages that programs of the host post to `/inbox/webhooks/custom/{integrationId}`, signed by the Standard Webhooks
 * specification: a contact form, a shop, another ticket system. See the README for the format.
 */
export function signedWebhook(
  options: SignedWebhookOptions = {},
): ChannelType<WebhookSettings, WebhookSecrets> {
  const { maxFileBytes = 16 * 1024 * 1024, clock = systemClock(), ...hosts } = options
  return {
    type: 'webhook',
    medium: 'webhook',
    settings: webhookSettings,
    secrets: webhookSecrets,
    identity: ({ address }) => ({ name: '', address }),
    quietPeriodMs: ({ quietPeriodHours }) => quietPeriodHours * 3_600_000,
    parse: parseMessage,
    content: contentOf,
    attachment: attachmentBytes,
    async fetchAttachment(_connection, raw, index, signal) {
      const file = (await readRaw(raw)).attachments[index]
      if (file === undefined || !('url' in file))
        throw new GuichetError('not-found', 'the message has no such file', { provider: 'webhook' })
      const fetched = await safeFetch(file.url, {
        ...{ allowedHosts: 'any', maxBytes: maxFileBytes, deadlineMs: 120_000, signal, ...hosts },
      })
      return { ...fetched, name: file.name }
    },
    webhook: {
      verify(request, { settings, secrets }) {
        const { toleranceSeconds } = settings
        const proof = { secrets: secrets.reveal().signingSecrets, toleranceSeconds }
        const callbackId = verifySignature(request, proof)
        // Nothing is lost when it is refused: the developer who sends it reads why.
        readMessage(request.body, 'invalid-input')
        return { callbackId, content: request.body, contentType: 'application/json' }
      },
      read: readCallback,
    },
    canSend: ({ replyUrl }) => replyUrl !== undefined,
    send: (connection, message) => sendAnswer(connection, message, { ...hosts, clock }),
  }
}
