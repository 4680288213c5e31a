import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** Everything that is not the public internet: IANA's special-purpose registries (RFC 6890), IPv4. */
const closedIPv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'],
  ...['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  // Alibaba's metadata service, the one such address that lies outside (inside 100.64/10, for the reader).
  ...['224.0.0.0/4', '240.0.0.0/4', '100.100.100.200/32'],
]

/** Of IPv6 only global unicast is open, without the ranges in it that lead elsewhere or carry IPv4 inside. */
const openIPv6 = '2000::/3'
const closedIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const closed = new BlockList()
for (const range of closedIPv4) addRange(closed, range, 'ipv4')
for (const range of closedIPv6) addRange(closed, range, 'ipv6')
const open = new BlockList()
addRange(open, openIPv6, 'ipv6')

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits = ''] = range.split('/')
  list.addSubnet(address, Number(bits), family)
}

/** Whether an IP address, as a resolver gives it, is on the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return false
  return open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** Names that mean something inside a network only (RFC 6761, 6762, 7686, 8375, and habit). */
const innerDomains = new Set([
  ...['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'private', 'svc', 'arpa'],
  ...['onion', 'test', 'invalid', 'localdomain', 'alt'],
])

/**
 * A host as DNS wants it (IDN in ASCII, no final dot); null for what is not a public name or a public IP address
 * in its usual spelling. A public name may still resolve to a private address: check that when connecting.
 */
export function publicHost(host: string): string | null {
  if (isIP(host) !== 0) return isPublicAddress(host) ? host : null
  // Only what may stand in a name: a URL parser would quietly take `0x7f.1` or `①` for an address.
  if (!/^[\p{L}\p{N}\p{M}.-]{1,253}$/u.test(host)) return null
  const ascii = domainToASCII(host).replace(/\.$/, '')
  const labels = ascii.split('.')
  const isName = labels.length > 1 && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))
  const top = labels.at(-1) ?? ''
  if (!isName || !/[a-z]/.test(top) || /^0x/.test(top) || innerDomains.has(top)) return null
  return ascii
}
