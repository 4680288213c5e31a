import type { Connection } from '@guichet/core'
import type { Vonage } from '@vonage/server-sdk'
import { defaultTimeoutMs, type VonageOptions } from '../options.ts'
import type { VonageSecrets, VonageSettings } from '../settings.ts'
import { vonageError } from '../vonage-error.ts'

/** An integration of either type. */
export type AnyConnection = Connection<
  Pick<VonageSettings, 'apiKey' | 'applicationId' | 'region'>,
  VonageSecrets
>

const apiHosts = {
  global: 'https://api.nexmo.com',
  us: 'https://api-us.vonage.com',
  eu: 'https://api-eu.vonage.com',
  ap: 'https://api-ap.vonage.com',
} as const

/** Where the Messages API is asked. */
export function apiHost({ settings }: AnyConnection, { baseUrl }: VonageOptions): string {
  return baseUrl ?? apiHosts[settings.region]
}

/** Where the older API and the account are asked. */
export function restHost({ baseUrl }: VonageOptions): string {
  return baseUrl ?? 'https://rest.nexmo.com'
}

/**
 * Vonage's own client, loaded at the first use. It waits for ever unless it is told a time. Throws
 * `invalid-configuration` without what signs in.
 */
export async function vonageClient(connection: AnyConnection, options: VonageOptions): Promise<Vonage> {
  const { apiKey, applicationId } = connection.settings
  const { privateKey, apiSecret } = connection.secrets.reveal()
  const canSign = applicationId !== undefined && privateKey !== undefined
  if (!canSign && apiSecret === undefined) throw cannotSignIn(applicationId)
  const { Vonage: Client } = await import('@vonage/server-sdk')
  return new Client(
    {
      apiKey,
      ...(apiSecret === undefined ? {} : { apiSecret }),
      // Absent ones are looked for on the disk all the same, with a warning.
      ...(canSign ? { applicationId, privateKey } : { privateKey: '' }),
    },
    {
      apiHost: apiHost(connection, options),
      restHost: restHost(options),
      timeout: options.timeoutMs ?? defaultTimeoutMs,
    },
  )
}

/** What signs in is not there. */
function cannotSignIn(applicationId: string | undefined) {
  const [field, what] =
    applicationId === undefined
      ? ['applicationId', 'an applicationId with its privateKey']
      : ['privateKey', 'the privateKey of the application']
  return vonageError(
    'invalid-configuration',
    `to send, Vonage wants ${what}, or the apiSecret of the account`,
    {
      field,
      retry: 'after-fix',
    },
  )
}
