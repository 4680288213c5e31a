import type { SESv2Client } from '@aws-sdk/client-sesv2'
import type { SesOptions } from '../ses-sender.ts'

interface Opened {
  readonly sdk: typeof import('@aws-sdk/client-sesv2')
  readonly sesv2: SESv2Client
}

/** Amazon's program takes about a second to load: it is loaded when the first mail is sent. */
export function openClient(options: SesOptions): (() => Promise<Opened>) & { close(): Promise<void> } {
  let opened: Promise<Opened> | null = null
  const open = () => {
    opened ??= load(options)
    return opened
  }
  return Object.assign(open, {
    async close() {
      const client = await opened?.catch(() => null)
      client?.sesv2.destroy()
    },
  })
}

async function load({ region, credentials, endpoint, timeoutMs = 30_000 }: SesOptions): Promise<Opened> {
  const sdk = await import('@aws-sdk/client-sesv2')
  const sesv2 = new sdk.SESv2Client({
    region,
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
    // Asked again after a silence, SES would send again.
    maxAttempts: 1,
    requestHandler: { requestTimeout: timeoutMs, connectionTimeout: 10_000, throwOnRequestTimeout: true },
  })
  return { sdk, sesv2 }
}
