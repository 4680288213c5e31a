import type { ChannelType } from '@guichet/core'
import { parseMessage } from './inbound/parse-message.ts'
import { readCallback } from './read-callback.ts'
import { routesOfRequest, routesOfSettings } from './routes.ts'
import { type VonageSecrets, vonageSecrets, type WhatsAppSettings, whatsAppSettings } from './settings.ts'
import { verifyCallback } from './signature/verify-callback.ts'

/** WhatsApp through Vonage. */
export function vonageWhatsApp(): ChannelType<WhatsAppSettings, VonageSecrets> {
  return {
    type: 'vonage-whatsapp',
    medium: 'whatsapp',
    settings: whatsAppSettings,
    secrets: vonageSecrets,
    identity: ({ number }) => ({ name: '', address: number }),
    quietPeriodMs: ({ quietPeriodHours }) => quietPeriodHours * 3_600_000,
    parse: parseMessage,
    webhook: {
      sharedAddress: 'whatsapp',
      routes: routesOfSettings,
      routesOf: routesOfRequest,
      // WhatsApp has no older form.
      verify: (request, connection) => verifyCallback(request, connection, null),
      read: readCallback,
    },
  }
}
