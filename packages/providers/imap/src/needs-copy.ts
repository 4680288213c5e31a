import { z } from 'zod'
import { type ImapSettings, usernameOf } from './settings.ts'

interface FilingProvider {
  readonly incoming: RegExp
  readonly outgoing: RegExp
}

/** Those that put what is handed to their own outgoing server into the folder of sent mail by themselves. */
const filing: readonly FilingProvider[] = [
  { incoming: /^imap\.(?:gmail|googlemail)\.com$/, outgoing: /^smtp\.(?:gmail|googlemail)\.com$/ },
  {
    incoming: /(?:^|\.)(?:outlook\.com|outlook\.office365\.com|outlook\.office\.com|office365\.us)$/,
    outgoing: /^(?:smtp\.office365\.(?:com|us)|smtp-mail\.outlook\.com)$/,
  },
]

const outgoingSchema = z.object({ host: z.string(), username: z.string().nullish() })

/**
 * Whether what was sent must be put into the folder of sent mail by us. `auto`: not where the provider does it, which
 * is where the outgoing server is its own and the login the mailbox's; another login's copies lie in another mailbox.
 */
export function needsCopy(settings: ImapSettings): boolean {
  const { sentCopies = 'auto', host, smtp } = settings
  if (sentCopies !== 'auto') return sentCopies === 'always'
  const outgoing = outgoingSchema.safeParse(smtp).data
  if (outgoing === undefined) return true
  const user = usernameOf(settings)
  if (lowered(outgoing.username ?? user) !== lowered(user)) return true
  return !filing.some(
    (provider) => provider.incoming.test(lowered(host)) && provider.outgoing.test(lowered(outgoing.host)),
  )
}

function lowered(name: string): string {
  return name.trim().toLowerCase()
}
