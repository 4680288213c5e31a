import { type Clock, type MailAccounts, systemClock } from '@guichet/core'
import { discover } from './discovery/discover.ts'
import { network } from './discovery/network.ts'
import { dnsResolver } from './discovery/resolver.ts'
import { type OAuthOptions, oauthClients } from './oauth/oauth-clients.ts'
import { signIn } from './oauth/sign-in.ts'
import { presetOfServer, providerOfPreset } from './presets/presets.ts'

export interface MailAccountsOptions extends OAuthOptions {
  readonly clock?: Clock
  /** `['192.0.2.53']`; those of the system unless told. */
  readonly dnsServers?: readonly string[]
  /** Where Mozilla's provider database is; null: it is not asked, and nobody learns our customers' domains. */
  readonly ispdb?: string | null
  /** Lets discovery look at private addresses: only where everybody who types an address is trusted. */
  readonly allowPrivateNetworks?: boolean
  /** `ca`: PEM certificates to trust besides those of the system. */
  readonly tls?: { readonly ca?: string }
  /** Another port to connect to for each usual one, where a relay is in between. */
  readonly portOf?: (usual: number) => number
}

const mozillaDatabase = 'https://autoconfig.thunderbird.net/v1.1/'

/**
 * Knows how mail accounts are reached and logged into: `imap({ accounts: mailAccounts({ google, redirectUri }) })`.
 * Without client ids it offers passwords only. Throws `invalid-configuration` for OAuth2 without a redirect address.
 */
export function mailAccounts(options: MailAccountsOptions = {}): MailAccounts {
  const { clock = systemClock(), ispdb = mozillaDatabase, tls = {} } = options
  const clients = oauthClients(options)
  const signInProviders = [...clients.keys()]
  const gate = network({
    resolver: dnsResolver(options.dnsServers),
    ca: tls.ca,
    allowPrivateNetworks: options.allowPrivateNetworks,
    port: options.portOf,
  })
  return {
    discover: (address) => discover({ network: gate, clock, ispdb, signInProviders }, address),
    providerOf(host) {
      const preset = presetOfServer(host)
      return preset === null ? null : providerOfPreset(preset)
    },
    signInProviders,
    ...signIn(clients, clock),
  }
}
