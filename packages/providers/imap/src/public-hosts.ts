import { lookup as resolveName } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from '@guichet/core'

/** What a refused address throws, as if the network had done so. */
export function privateAddressError(): Error {
  return Object.assign(new Error('the host is not on the public internet'), { code: 'EPRIVATE' })
}

/**
 * Resolves a name for a connection and refuses it when one of its addresses is not public. The connection goes to the
 * address that was checked: a name that says something else a moment later changes nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0)
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return callback(privateAddressError(), '', 0)
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    return callback(null, first?.address ?? '', first?.family ?? 0)
  })
}
