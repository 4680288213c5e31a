import { lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const blocked = new BlockList()
// IANA's special-purpose registries: this host, private and shared networks, link-local (the metadata services of
// clouds), tests, multicast; and what carries an IPv4 address inside an IPv6 one.
for (const range of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
]) {
  blocked.addSubnet(...partsOf(range), 'ipv4')
}
for (const range of ['::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8', '64:ff9b::/96', '2002::/16']) {
  blocked.addSubnet(...partsOf(range), 'ipv6')
}

function partsOf(range: string): [network: string, prefix: number] {
  const [network = '', prefix = ''] = range.split('/')
  return [network, Number(prefix)]
}

/** Whether a connection to this address stays inside a private network or this machine. */
export function isPrivateAddress(address: string): boolean {
  // IPv4 addresses written as IPv6 (`::ffff:10.0.0.1`) are checked by the IPv4 ranges.
  return blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** What a refused address throws, as if the network had done so. */
export function privateAddressError(): Error {
  return Object.assign(new Error('the host is in a private network'), { code: 'EPRIVATE' })
}

/**
 * Resolves a name for a connection and refuses it when one of its addresses is private. The connection goes to the
 * address that was checked: a name that says something else a moment later changes nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0)
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(privateAddressError(), '', 0)
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    return callback(null, first?.address ?? '', first?.family ?? 0)
  })
}
