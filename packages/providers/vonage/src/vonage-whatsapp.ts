import type { ChannelType } from '@guichet/core'
import { fetchMedia } from './fetch-media.ts'
import { parseMessage } from './inbound/parse-message.ts'
import type { VonageOptions } from './options.ts'
import { readCallback } from './read-callback.ts'
import { routesOfRequest, routesOfSettings } from './routes.ts'
import { checkAccount } from './sending/check-account.ts'
import { sendText } from './sending/send-text.ts'
import { type VonageSecrets, vonageSecrets, type WhatsAppSettings, whatsAppSettings } from './settings.ts'
import { verifyCallback } from './signature/verify-callback.ts'
import { measureWhatsApp } from './texting/measure.ts'
import { whatsAppRules } from './texting/rules.ts'

/** WhatsApp through Vonage: its messages and their files, texts within 24 hours, templates at any time. */
export function vonageWhatsApp(options: VonageOptions = {}): ChannelType<WhatsAppSettings, VonageSecrets> {
  return {
    type: 'vonage-whatsapp',
    medium: 'whatsapp',
    settings: whatsAppSettings,
    secrets: vonageSecrets,
    identity: ({ number }) => ({ name: '', address: number }),
    quietPeriodMs: ({ quietPeriodHours }) => quietPeriodHours * 3_600_000,
    parse: parseMessage,
    fetchAttachment: (connection, raw, index, signal) =>
      fetchMedia(connection, { raw, index, signal }, options),
    verify: (connection) => checkAccount(connection, options),
    webhook: {
      sharedAddress: 'whatsapp',
      // One Vonage application calls one address for all of its channels.
      alsoAt: ['sms'],
      routes: routesOfSettings,
      routesOf: (request) => routesOfRequest(request, ['whatsapp']),
      // WhatsApp has no older form.
      verify: (request, connection) =>
        verifyCallback(request, connection, { channels: ['whatsapp'], legacy: null }),
      read: readCallback,
    },
    texting: { rules: whatsAppRules, measure: measureWhatsApp },
    send: (connection, message) => sendText(message, { connection, options, channel: 'whatsapp' }),
  }
}
