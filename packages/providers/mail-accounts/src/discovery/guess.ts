import type { FoundServer, FoundServers, MailAddress } from './found-servers.ts'
import type { Network } from './network.ts'
import { type Place, probe } from './probe.ts'

/** However an address is made up, no more than this many connections are tried for it. */
const maxProbes = 12

/** Tries the names that mail servers usually have. Only those that prove their name by a certificate count. */
export async function guessServers(
  network: Network,
  address: MailAddress,
  mx: readonly string[],
  signal: AbortSignal,
): Promise<FoundServers> {
  const places = usualPlaces(address.domain, mx.slice(0, 1))
  const answers = await Promise.all(
    places.slice(0, maxProbes).map(async (place) => ((await probe(network, place, signal)) ? [place] : [])),
  )
  const found = answers.flat()
  const servers = (protocol: Place['protocol']): readonly FoundServer[] =>
    found
      .filter((place) => place.protocol === protocol)
      .map(({ host, port, security }) => ({
        ...{ host, port, security },
        ...{ username: address.address, logins: ['password'] },
      }))
  return { incoming: servers('imap'), outgoing: servers('smtp') }
}

function usualPlaces(domain: string, mx: readonly string[]): readonly Place[] {
  const hosts = (first: string) => [...new Set([`${first}.${domain}`, `mail.${domain}`, ...mx])]
  const places = (protocol: Place['protocol'], port: number, security: Place['security']) =>
    hosts(protocol).map((host) => ({ protocol, host, port, security }))
  return [
    ...[...places('imap', 993, 'tls'), ...places('smtp', 465, 'tls')],
    ...[...places('smtp', 587, 'starttls'), ...places('imap', 143, 'starttls')],
  ]
}
