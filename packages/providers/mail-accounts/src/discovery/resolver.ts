import { Resolver } from 'node:dns/promises'
import { z } from 'zod'

export interface ServiceRecord {
  /** Empty when the domain says that it does not offer the service (RFC 2782: the target "."). */
  readonly host: string
  readonly port: number
  readonly priority: number
  readonly weight: number
}

/** The questions that discovery asks the DNS. Nobody there, or no answer in time: an empty list. */
export interface MailResolver {
  /** Best first. */
  mx(domain: string): Promise<readonly string[]>
  /** Best first. */
  srv(name: string): Promise<readonly ServiceRecord[]>
  addresses(host: string): Promise<readonly string[]>
}

/** Asks DNS servers, those of the system unless told: `['192.0.2.53:53']`. */
export function dnsResolver(servers?: readonly string[]): MailResolver {
  const dns = new Resolver({ timeout: 1_500, tries: 2 })
  if (servers !== undefined) dns.setServers(servers)
  return {
    async mx(domain) {
      const records = await orNone(dns.resolveMx(domain))
      // RFC 7505: a single MX of "." means that the domain takes no mail.
      return records
        .toSorted((a, b) => a.priority - b.priority)
        .map(({ exchange }) => exchange.replace(/\.$/, ''))
        .filter((exchange) => exchange !== '')
    },
    async srv(name) {
      const records = await orNone(dns.resolveSrv(name))
      return records
        .map(({ name: target, ...rest }) => ({ ...rest, host: target.replace(/\.$/, '') }))
        .toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)
    },
    async addresses(host) {
      const found = await Promise.all([orNone(dns.resolve4(host)), orNone(dns.resolve6(host))])
      return found.flat()
    },
  }
}

const dnsFailure = z.object({ syscall: z.string().regex(/^query/) })

/** What DNS says no to, or does not say in time, is nothing found; anything else is a bug and goes up. */
async function orNone<Found>(asking: Promise<readonly Found[]>): Promise<readonly Found[]> {
  try {
    return await asking
  } catch (error) {
    if (dnsFailure.safeParse(error).success) return []
    throw error
  }
}
