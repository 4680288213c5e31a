import sendgrid from '@sendgrid/client'
import type { SendGridOptions } from '../sendgrid-sender.ts'

type Client = typeof sendgrid

/**
 * A client of our own: the package's default export is one client for the whole process, and two accounts would
 * overwrite each other's key. The class is there at run time; its types name only the instance.
 */
export function openClient({ apiKey, region, baseUrl, timeoutMs = 30_000 }: SendGridOptions): Client {
  const { Client: ownClient } = sendgrid as unknown as { readonly Client: new () => Client }
  const client = new ownClient()
  client.setApiKey(apiKey)
  // After the key, which resets it.
  if (region === 'eu') client.setDataResidency('eu')
  if (baseUrl !== undefined) client.setDefaultRequest('baseUrl', baseUrl)
  // Understood by the HTTP library beneath; the types of the package do not name it.
  client.setDefaultRequest(Object({ timeout: timeoutMs }))
  return client
}
