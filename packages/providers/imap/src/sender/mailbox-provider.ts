import { getDomain } from 'tldts'

/** Where the provider of a mailbox writes what it checked, and under which name. */
export interface MailboxProvider {
  /** Whether the name in an Authentication-Results field is the provider's; null is a field without a name. */
  readonly isAuthservId: (id: string | null) => boolean
  /** Whether a server that says `by` in a Received field is the provider's. */
  readonly isOwnHost: (host: string) => boolean
  /**
   * `under-own-hop`: directly below the Received field of the server that checked. `on-top`: above everything that came
   * with the mail, because the provider writes one for every mail. `above-border`: the provider may write none, so
   * only what stands above the hop from outside counts.
   */
  readonly place: 'under-own-hop' | 'on-top' | 'above-border'
}

interface KnownProvider extends MailboxProvider {
  /** The IMAP servers of its mailboxes. */
  readonly servers: RegExp
}

/** Providers whose way is known. Their servers are recognised by the name a person connected to, never by a mail. */
const known: readonly KnownProvider[] = [
  {
    servers: /^imap\.(?:gmail|googlemail)\.com$/,
    isAuthservId: (id) => id === 'mx.google.com',
    isOwnHost: (host) => host === 'mx.google.com',
    place: 'under-own-hop',
  },
  {
    servers: /(?:^|\.)(?:outlook\.com|outlook\.office365\.com|outlook\.office\.com|office365\.us)$/,
    isAuthservId: (id) => id === null || /(?:^|\.)(?:protection|prod)\.outlook\.com$/.test(id),
    isOwnHost: (host) => /(?:^|\.)outlook\.(?:com|office365\.com)$/.test(host),
    place: 'on-top',
  },
  {
    servers: /(?:^|\.)mail\.(?:yahoo|aol)\.com$/,
    isAuthservId: (id) => id !== null && /^atlas[a-z0-9.-]*\.yahoo\.com$/.test(id),
    isOwnHost: (host) => /(?:^|\.)yahoo\.com$/.test(host) || /^10\.[\d.]+$/.test(host),
    place: 'on-top',
  },
  {
    servers: /(?:^|\.)mail\.me\.com$/,
    isAuthservId: (id) => /^(?:dmarc|dkim-verifier|spf)\.icloud\.com$/.test(id ?? ''),
    isOwnHost: (host) => /(?:^|\.)(?:icloud|apple|me)\.com$/.test(host),
    place: 'on-top',
  },
]

/**
 * How to recognise what the provider of a mailbox wrote. It is derived from the server that a person connected to;
 * `authservId` is what a person says that this server writes. Nothing is learned from mail: senders would teach.
 */
export function mailboxProvider(host: string, authservId?: string): MailboxProvider {
  const server = host.toLowerCase()
  const listed = known.find(({ servers }) => servers.test(server))
  if (listed !== undefined) return listed
  const zone = getDomain(server, { allowPrivateDomains: true })
  const isOwn = (name: string): boolean =>
    name === server || (zone !== null && (name === zone || name.endsWith(`.${zone}`)))
  return {
    isAuthservId: (id) =>
      id !== null && (authservId === undefined ? isOwn(id) : id === authservId.toLowerCase()),
    isOwnHost: isOwn,
    place: 'above-border',
  }
}
