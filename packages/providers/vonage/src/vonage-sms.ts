import type { ChannelType } from '@guichet/core'
import { fetchMedia } from './fetch-media.ts'
import { attachmentIn } from './inbound/attachment.ts'
import { parseMessage } from './inbound/parse-message.ts'
import type { VonageOptions } from './options.ts'
import { joinParts, readCallback } from './read-callback.ts'
import { routesOfRequest, routesOfSettings } from './routes.ts'
import { checkAccount } from './sending/check-account.ts'
import { sendLegacy } from './sending/send-legacy.ts'
import { sendText } from './sending/send-text.ts'
import { type SmsSettings, smsSettings, type VonageSecrets, vonageSecrets } from './settings.ts'
import { verifyCallback } from './signature/verify-callback.ts'
import { measureSms } from './texting/measure.ts'
import { smsRules } from './texting/rules.ts'

/** SMS through Vonage: callbacks in both forms, long messages put together, texts sent by either API. */
export function vonageSms(options: VonageOptions = {}): ChannelType<SmsSettings, VonageSecrets> {
  return {
    type: 'vonage-sms',
    medium: 'sms',
    settings: smsSettings,
    secrets: vonageSecrets,
    identity: ({ number }) => ({ name: '', address: number }),
    quietPeriodMs: ({ quietPeriodHours }) => quietPeriodHours * 3_600_000,
    parse: parseMessage,
    attachment: attachmentIn,
    fetchAttachment: (connection, raw, index, signal) =>
      fetchMedia(connection, { raw, index, signal }, options),
    verify: (connection) => checkAccount(connection, options),
    webhook: {
      sharedAddress: 'sms',
      // One Vonage application calls one address for all of its channels.
      alsoAt: ['whatsapp'],
      routes: routesOfSettings,
      routesOf: (request) => routesOfRequest(request, smsChannels),
      verify: (request, connection) => {
        const { signatureMethod: method, unsignedLegacy: unsigned } = connection.settings
        return verifyCallback(request, connection, { channels: smsChannels, legacy: { method, unsigned } })
      },
      read: readCallback,
      join: joinParts,
    },
    texting: { rules: smsRules, measure: measureSms },
    send: (connection, message) => {
      const { api, ttlSeconds } = connection.settings
      return api === 'sms'
        ? sendLegacy(message, { connection, options, ttlSeconds })
        : sendText(message, { connection, options, channel: 'sms', ttlSeconds })
    },
  }
}

/** Pictures come to the same number, as MMS. */
const smsChannels = ['sms', 'mms']
