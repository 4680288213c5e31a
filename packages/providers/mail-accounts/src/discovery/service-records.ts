import type { Security } from '../presets/preset.ts'
import { type FoundServer, incomingPorts, type MailAddress, outgoingPorts } from './found-servers.ts'
import type { Network } from './network.ts'

/** What a domain says in the DNS about its mail servers. */
export interface ServiceAnswer {
  readonly incoming: readonly FoundServer[]
  readonly outgoing: readonly FoundServer[]
  /** It says that there is no IMAP at all: guessing would contradict it. */
  readonly hasNoImap: boolean
}

/** Asks for the SRV records of RFC 6186 and RFC 8314. */
export async function findServiceRecords(network: Network, address: MailAddress): Promise<ServiceAnswer> {
  const ask = (service: string) => network.resolver.srv(`_${service}._tcp.${address.domain}`)
  const [imaps, imap, submissions, submission] = await Promise.all([
    ask('imaps'),
    ask('imap'),
    ask('submissions'),
    ask('submission'),
  ])
  const servers = (
    records: Awaited<ReturnType<typeof ask>>,
    usual: Security,
    ports: ReadonlySet<number>,
  ): readonly FoundServer[] =>
    records.flatMap(({ host, port }) => {
      const usable = host === '' ? null : network.host(host)
      if (usable === null || !ports.has(port)) return []
      // Some publish `_submission` for a port that speaks TLS from the first byte.
      const security = port === 465 || port === 993 ? 'tls' : usual
      return [{ host: usable, port, security, username: address.address, logins: ['password'] }]
    })
  const said = [...imaps, ...imap]
  return {
    incoming: [...servers(imaps, 'tls', incomingPorts), ...servers(imap, 'starttls', incomingPorts)],
    outgoing: [
      ...servers(submissions, 'tls', outgoingPorts),
      ...servers(submission, 'starttls', outgoingPorts),
    ],
    hasNoImap: said.length > 0 && said.every(({ host }) => host === ''),
  }
}
