import { type DnsResolver, systemDns } from '@guichet/core'

const domain = 'boulangerie-martin.example'

/** What the bakery's domain would publish: most of it right, and DMARC forgotten. */
const texts: Readonly<Record<string, readonly string[]>> = {
  [domain]: ['v=spf1 mx include:_spf.hebergeur.example'],
  '_spf.hebergeur.example': ['v=spf1 ip4:192.0.2.0/24 ~all'],
}

/** DNS with the domain of the sample mailbox, which does not exist, beside those that do. */
export function demoDns(): DnsResolver {
  const system = systemDns()
  const isOurs = (name: string) => name.endsWith('.example')
  return {
    txt: async (name) => (isOurs(name) ? (texts[name] ?? []) : system.txt(name)),
    mx: async (name) =>
      isOurs(name) ? (name === domain ? [{ priority: 10, exchange: `mx.${domain}` }] : []) : system.mx(name),
  }
}
