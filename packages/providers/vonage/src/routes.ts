import type { WebhookRequest } from '@guichet/core'
import { headOf } from './payload/callback-head.ts'
import { contentOf } from './payload/parameters.ts'
import type { VonageSettings } from './settings.ts'
import { unprovenApplication } from './signature/callback-token.ts'
import { bearerOf } from './signature/verify-callback.ts'

/** The keys under which an integration is found. */
export function routesOfSettings({ number, applicationId }: VonageSettings): readonly string[] {
  return [numberRoute(number), ...(applicationId === undefined ? [] : [applicationRoute(applicationId)])]
}

/** The keys that a callback names: our number first, for one application may have several. None for other channels. */
export function routesOfRequest(request: WebhookRequest, channels: readonly string[]): readonly string[] {
  const { channel, ourNumber } = headOf(contentOf(request).content)
  if (channel !== null && !channels.includes(channel)) return []
  const token = bearerOf(request)
  const application = token === null ? null : unprovenApplication(token)
  return [
    ...(ourNumber ? [numberRoute(ourNumber)] : []),
    ...(application === null ? [] : [applicationRoute(application)]),
  ]
}

/** By its digits, as Vonage writes them; a name that only sends is compared without case. */
function numberRoute(number: string): string {
  return `number:${number.slice(0, 64).replaceAll(/[+\s]/g, '').toLowerCase()}`
}

function applicationRoute(id: string): string {
  return `application:${id.slice(0, 64).toLowerCase()}`
}
