import type { WebhookRequest } from '@guichet/core'
import { contentOf } from './payload/parameters.ts'
import { channelOf, readPayload } from './payload/read-payload.ts'
import { addressOf, vonageNumber } from './phone-number.ts'
import type { VonageSettings } from './settings.ts'
import { unprovenClaims } from './signature/callback-token.ts'
import { bearerOf } from './signature/verify-callback.ts'

/** The keys under which an integration is found. */
export function routesOfSettings({ number, applicationId }: VonageSettings): readonly string[] {
  return [numberRoute(number), ...(applicationId === undefined ? [] : [applicationRoute(applicationId)])]
}

/** The keys that a callback names: our number first, for one application may have several. None for other channels. */
export function routesOfRequest(request: WebhookRequest, channels: readonly string[]): readonly string[] {
  const { content } = contentOf(request)
  if (!channels.includes(channelOf(content))) return []
  const number = ourNumber(content)
  const token = bearerOf(request)
  const application = token === null ? null : unprovenClaims(token).applicationId
  return [
    ...(number ? [numberRoute(number)] : []),
    ...(application === null ? [] : [applicationRoute(application)]),
  ]
}

/** Messages are to us, reports about them from us; the older form calls us `to` in both. */
function ourNumber(content: Uint8Array): string | null | undefined {
  const payload = readPayload(content)
  switch (payload?.kind) {
    case 'message':
      return payload.body.to
    case 'status':
      return payload.body.from
    case 'sms':
    case 'receipt':
      return payload.parameters.get('to')
    default:
      return null
  }
}

function numberRoute(number: string): string {
  return `number:${vonageNumber(addressOf(number.slice(0, 64))).toLowerCase()}`
}

function applicationRoute(id: string): string {
  return `application:${id.slice(0, 64).toLowerCase()}`
}
