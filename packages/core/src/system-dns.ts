import { Resolver } from 'node:dns/promises'
import type { DnsResolver } from './ports/dns.ts'

/** Codes with which DNS says that there is nothing, as opposed to saying nothing. */
const nothing = new Set(['ENOTFOUND', 'ENODATA'])

/** Asks these DNS servers (`192.0.2.1`, `[2001:db8::1]:5353`), or the machine's own; a question ends after a few seconds. */
export function systemDns(servers?: readonly string[]): DnsResolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (servers !== undefined) resolver.setServers(servers)
  return {
    txt: async (name) => (await orEmpty(() => resolver.resolveTxt(name))).map((pieces) => pieces.join('')),
    mx: (name) => orEmpty(() => resolver.resolveMx(name)),
  }
}

async function orEmpty<Value>(ask: () => Promise<readonly Value[]>): Promise<readonly Value[]> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Error && 'code' in error && nothing.has(String(error.code))) return []
    throw error
  }
}
