import { isIP, type LookupFunction } from 'node:net'
import { getCACertificates } from 'node:tls'
import { isPublicAddress, publicHost } from '@guichet/core'
import type { MailResolver } from './resolver.ts'

/** Everything that touches a network during discovery goes through this one gate. */
export interface Network {
  readonly resolver: MailResolver
  /** The certificates to trust; those of the system when empty. */
  readonly ca: readonly string[]
  /** A host as DNS wants it; null for what may not be connected to. */
  host(name: string): string | null
  /**
   * For `net`, `tls` and `https`: resolves once and connects to exactly what was checked, so that a name cannot
   * change its address in between. One private address among several refuses them all.
   */
  readonly lookup: LookupFunction
  /** The port to connect to instead of this one; the same outside tests. */
  port(usual: number): number
}

export interface NetworkOptions {
  readonly resolver: MailResolver
  /** PEM, besides those of the system. */
  readonly ca?: string | undefined
  /** Lets discovery reach hosts of a private network; never where strangers may type addresses. */
  readonly allowPrivateNetworks?: boolean | undefined
  readonly port?: ((usual: number) => number) | undefined
}

export function network({ resolver, ca, allowPrivateNetworks = false, port }: NetworkOptions): Network {
  return {
    resolver,
    ca: ca === undefined ? [] : [...getCACertificates('default'), ca],
    host: allowPrivateNetworks ? anyHost : publicHost,
    port: port ?? ((usual) => usual),
    lookup: (host, options, callback) => {
      resolver
        .addresses(host)
        .then((addresses) => {
          const refused =
            addresses.length === 0 || !(allowPrivateNetworks || addresses.every(isPublicAddress))
          if (refused) return callback(noAddress(host), '')
          const found = addresses.map((address) => ({ address, family: isIP(address) }))
          if (options.all) callback(null, found)
          else callback(null, found[0]?.address ?? '', found[0]?.family)
        })
        .catch((error: unknown) => callback(error instanceof Error ? error : noAddress(host), ''))
    },
  }
}

function anyHost(name: string): string | null {
  return publicHost(name) ?? (/^[a-z0-9][a-z0-9.:-]{0,252}$/i.test(name) ? name.toLowerCase() : null)
}

/** Whoever asked learns no more than for a name that does not exist. */
function noAddress(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no public address is known for ${host}`), { code: 'ENOTFOUND' })
}
