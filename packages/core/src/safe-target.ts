import { isIP, type LookupFunction } from 'node:net'
import { GuichetError } from './errors.ts'
import { type HostOptions, privateHostCode, publicAddresses } from './public-lookup.ts'

/** Where a request goes, decided before anything is connected. */
export interface SafeTarget {
  readonly isSecure: boolean
  readonly host: string
  readonly port: number
  /** Path and query. */
  readonly path: string
  /** Gives the addresses that were checked, however often it is asked; null: the system's way. */
  readonly lookup: LookupFunction | null
}

/**
 * Takes an address apart that somebody else wrote. Throws `forbidden` for what we do not call: another scheme than
 * https (http only where private hosts are allowed), a user name in it, a host that is not on the public internet. The
 * name is resolved once, here: whoever connects asks nobody again, so that it cannot say something else by then.
 */
export async function safeTarget(address: string, options: HostOptions = {}): Promise<SafeTarget> {
  const { privateHosts = 'refused', resolveHost } = options
  const url = URL.canParse(address) ? new URL(address) : null
  const isSecure = url?.protocol === 'https:'
  const isPlain = url?.protocol === 'http:' && privateHosts === 'allowed'
  if (url === null || !(isSecure || isPlain)) throw forbidden('only https addresses are called')
  if (url.username !== '' || url.password !== '')
    throw forbidden('an address with a user name or a password in it is not called')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const target = {
    ...{ isSecure, host, path: url.pathname + url.search },
    port: Number(url.port) || (isSecure ? 443 : 80),
  }
  if (privateHosts === 'allowed') return { ...target, lookup: null }
  const addresses = await checked(host, resolveHost)
  return {
    ...target,
    lookup(_name, { all }, callback) {
      if (all) return callback(null, [...addresses])
      const [first] = addresses
      return callback(null, first?.address ?? '', first?.family)
    },
  }
}

async function checked(
  host: string,
  resolveHost: HostOptions['resolveHost'],
): ReturnType<typeof publicAddresses> {
  try {
    return await publicAddresses(host, resolveHost)
  } catch (error) {
    const code = codeOf(error)
    if (code === privateHostCode) throw forbidden('its host is not on the public internet', code)
    throw unreachable(code)
  }
}

/** What Node calls an error: `ECONNREFUSED`; nothing else of it may be told. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : 'unknown'
}

export function forbidden(because: string, providerCode?: string): GuichetError {
  const details = providerCode === undefined ? {} : { providerCode }
  return new GuichetError('forbidden', `the address was not called: ${because}`, details)
}

export function unreachable(providerCode: string): GuichetError {
  return new GuichetError('host-unreachable', `the server could not be reached (${providerCode})`, {
    ...{ retry: 'later', providerCode },
  })
}

/** A literal address is not looked up, and has no name for a certificate. */
export function serverName(host: string): string {
  return isIP(host) === 0 ? host : ''
}
