import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress, publicHost } from './public-address.ts'

/** Whether hosts that somebody typed may lie in a private network or on this machine. */
export type PrivateHosts = 'refused' | 'allowed'

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** Every address of a name. */
export type ResolveHost = (name: string) => Promise<readonly ResolvedAddress[]>

export interface HostOptions {
  /** `allowed` where mail servers stand inside and nobody but the operator enters hosts; `refused` unless told. */
  readonly privateHosts?: PrivateHosts
  /** Finds the addresses of a name; the system's resolver unless told. */
  readonly resolveHost?: ResolveHost
}

/** What a host that is refused throws, as if the network had done so. */
export const privateHostCode = 'EPRIVATE'

/**
 * The public addresses of a host, resolved once. Whoever connects must connect to one of them: resolving the name again
 * could give another answer (DNS rebinding). Throws an error with the code `EPRIVATE` when there is none.
 */
export async function publicAddresses(
  host: string,
  resolveHost: ResolveHost = systemResolver,
): Promise<readonly ResolvedAddress[]> {
  const name = publicHost(host)
  if (name === null) throw privateHostError()
  const family = isIP(name)
  if (family !== 0) return [{ address: name, family }]
  const found = (await resolveHost(name)).filter(({ address }) => isPublicAddress(address))
  if (found.length === 0) throw privateHostError()
  return found
}

function systemResolver(name: string): Promise<readonly ResolvedAddress[]> {
  return lookup(name, { all: true })
}

function privateHostError(): Error {
  return Object.assign(new Error('the host is not on the public internet'), { code: privateHostCode })
}
