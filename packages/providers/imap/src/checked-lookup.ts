import type { LookupFunction } from 'node:net'
import { type HostOptions, publicAddresses } from '@guichet/core'

/**
 * How a connection finds its address: it gets those that were checked here and asks nobody again, so that a name that
 * says something else a moment later changes nothing. The certificate is still compared with the name. Null: as usual.
 */
export async function checkedLookup(
  host: string,
  { privateHosts = 'refused', resolveHost }: HostOptions,
): Promise<LookupFunction | null> {
  if (privateHosts === 'allowed') return null
  const addresses = await publicAddresses(host, resolveHost)
  return (_name, { all }, callback) => {
    if (all) return callback(null, [...addresses])
    const [first] = addresses
    return callback(null, first?.address ?? '', first?.family)
  }
}
