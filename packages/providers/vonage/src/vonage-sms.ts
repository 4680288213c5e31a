import type { ChannelType } from '@guichet/core'
import { attachmentIn } from './inbound/attachment.ts'
import { parseMessage } from './inbound/parse-message.ts'
import { joinParts, readCallback } from './read-callback.ts'
import { routesOfRequest, routesOfSettings } from './routes.ts'
import { type SmsSettings, smsSettings, type VonageSecrets, vonageSecrets } from './settings.ts'
import { verifyCallback } from './signature/verify-callback.ts'

/** SMS through Vonage: callbacks in both forms, long messages put together. */
export function vonageSms(): ChannelType<SmsSettings, VonageSecrets> {
  return {
    type: 'vonage-sms',
    medium: 'sms',
    settings: smsSettings,
    secrets: vonageSecrets,
    identity: ({ number }) => ({ name: '', address: number }),
    quietPeriodMs: ({ quietPeriodHours }) => quietPeriodHours * 3_600_000,
    parse: parseMessage,
    attachment: attachmentIn,
    webhook: {
      sharedAddress: 'sms',
      routes: routesOfSettings,
      routesOf: routesOfRequest,
      verify: (request, connection) => {
        const { signatureMethod, unsignedLegacy } = connection.settings
        return verifyCallback(request, connection, { method: signatureMethod, unsigned: unsignedLegacy })
      },
      read: readCallback,
      join: joinParts,
    },
  }
}
