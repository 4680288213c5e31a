import {
  type AccountCandidate,
  type AccountLogin,
  type CandidateSource,
  type Clock,
  type Discovery,
  GuichetError,
} from '@guichet/core'
import type { Preset } from '../presets/preset.ts'
import { presetOfDomain, presetOfMx, presetOfServer, providerOfPreset } from '../presets/presets.ts'
import type { FoundServer, FoundServers, MailAddress } from './found-servers.ts'
import { getText } from './get-text.ts'
import { guessServers } from './guess.ts'
import type { Network } from './network.ts'
import { parseAutoconfig } from './parse-autoconfig.ts'
import { findServiceRecords } from './service-records.ts'
import { withinTime } from './within-time.ts'

export interface DiscoveryContext {
  readonly network: Network
  readonly clock: Clock
  /** Mozilla's database of providers, `https://…/`; null: it is not asked. */
  readonly ispdb: string | null
  /** The OAuth2 providers this host has a client id for. */
  readonly signInProviders: readonly string[]
}

const askingMs = 4_000
const guessingMs = 4_000
const maxCandidates = 5

/**
 * Finds out how the mail of an address is read and sent: what we know by heart; who takes in the mail of its domain;
 * Mozilla's database, the domain's own autoconfig file and its SRV records, all at once; at last usual names. It never
 * sends a password, and asks nothing but public hosts.
 */
export async function discover(ctx: DiscoveryContext, text: string): Promise<Discovery> {
  const address = mailAddress(ctx.network, text)
  const known = presetOfDomain(address.domain)
  if (known !== null) return found(address, [ofPreset(ctx, address, known, 'preset')])
  const mx = await ctx.network.resolver.mx(address.domain)
  const host = mx.map(presetOfMx).find((preset) => preset !== null) ?? null
  if (host !== null) return found(address, [ofPreset(ctx, address, host, 'mx')])
  const { published, hasNoImap } = await withinTime(ctx.clock, askingMs, (signal) =>
    askAround(ctx, address, mx, signal),
  )
  const complete = published.filter(({ servers }) => isComplete(servers))
  if (complete.length > 0 || hasNoImap) {
    return found(
      address,
      complete.flatMap((one) => ofServers(ctx, address, one)),
    )
  }
  const guessed = await withinTime(ctx.clock, guessingMs, (signal) =>
    guessServers(ctx.network, address, mx, signal),
  )
  // Who publishes only one of the two servers is believed about that one.
  const half = published[0]?.servers
  const servers = {
    incoming: [...(half?.incoming ?? []), ...guessed.incoming],
    outgoing: [...(half?.outgoing ?? []), ...guessed.outgoing],
  }
  return found(address, ofServers(ctx, address, { source: 'guess', servers }))
}

function mailAddress(network: Network, text: string): MailAddress {
  const [, localPart = '', name = ''] =
    /^([^\s@"<>(),;:\\[\]]{1,64})@([^\s@]{1,253})$/u.exec(text.trim()) ?? []
  const domain = network.host(name)
  if (localPart === '' || domain === null) {
    throw new GuichetError(
      'invalid-input',
      'address: a mail address is needed, for instance support@example.com',
      {
        field: 'address',
      },
    )
  }
  return { address: `${localPart}@${domain}`, localPart, domain }
}

interface Published {
  readonly source: CandidateSource
  readonly servers: FoundServers
}

/** Best first, whoever answered first. */
async function askAround(
  { network, ispdb }: DiscoveryContext,
  address: MailAddress,
  mx: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly published: readonly Published[]; readonly hasNoImap: boolean }> {
  const { domain } = address
  const ask = async (source: CandidateSource, url: string): Promise<Published> => {
    const xml = await getText(network, url, signal)
    const servers =
      xml === null ? { incoming: [], outgoing: [] } : parseAutoconfig(xml, address, network.host)
    return { source, servers }
  }
  const databases = ispdb === null ? [] : [domain, ...parentsOf(mx[0] ?? '')].map((name) => ispdb + name)
  const parameter = encodeURIComponent(address.address)
  const [files, records] = await Promise.all([
    Promise.all([
      ...databases.map((url) => ask('ispdb', url)),
      ask('autoconfig', `https://autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=${parameter}`),
      ask('well-known', `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`),
    ]),
    findServiceRecords(network, address),
  ])
  const published = [...files, { source: 'srv' as const, servers: records }]
  return {
    published: published.filter(({ servers }) => servers.incoming.length + servers.outgoing.length > 0),
    hasNoImap: records.hasNoImap,
  }
}

/** Customers' domains are not in the database, the provider that takes in their mail may be: mx1.host.fr → host.fr. */
function parentsOf(mx: string): readonly string[] {
  const labels = mx.split('.')
  return [1, 2]
    .map((count) => labels.slice(count))
    .filter((rest) => rest.length >= 2)
    .map((rest) => rest.join('.'))
}

function isComplete({ incoming, outgoing }: FoundServers): boolean {
  return incoming.length > 0 && outgoing.length > 0
}

function ofPreset(
  ctx: DiscoveryContext,
  { address, localPart }: MailAddress,
  preset: Preset,
  source: CandidateSource,
): AccountCandidate {
  const username = preset.username === 'address' ? address : localPart
  const incoming = { ...preset.imap, username, logins: preset.logins }
  const outgoing = { ...preset.smtp, username, logins: preset.logins }
  return candidate(ctx, { address, source, preset, incoming, outgoing })
}

function ofServers(
  ctx: DiscoveryContext,
  { address }: MailAddress,
  { source, servers }: Published,
): readonly AccountCandidate[] {
  const [outgoing] = servers.outgoing
  if (outgoing === undefined) return []
  return servers.incoming
    .slice(0, 2)
    .map((incoming) =>
      candidate(ctx, { address, source, preset: presetOfServer(incoming.host), incoming, outgoing }),
    )
}

interface Parts {
  readonly address: string
  readonly source: CandidateSource
  readonly preset: Preset | null
  readonly incoming: FoundServer
  readonly outgoing: FoundServer
}

function candidate(ctx: DiscoveryContext, parts: Parts): AccountCandidate {
  const { address, source, preset, incoming, outgoing } = parts
  const oauth = preset?.oauth ?? null
  const signIn = oauth !== null && ctx.signInProviders.includes(oauth) ? oauth : null
  // A provider we know, we know better than a file somebody wrote about it.
  const logins: readonly AccountLogin[] = preset?.logins ?? incoming.logins
  return {
    ...{ source, signIn },
    provider: preset === null ? null : providerOfPreset(preset),
    logins: logins.filter((login) => login !== 'oauth2' || signIn !== null),
    settings: {
      address,
      ...place(incoming),
      ...(incoming.username === address ? {} : { username: incoming.username }),
      smtp: { ...place(outgoing), username: outgoing.username },
    },
  }
}

function place({ host, port, security }: FoundServer): Pick<FoundServer, 'host' | 'port' | 'security'> {
  return { host, port, security }
}

/** The same servers from two sources are one candidate, found by the better one. */
function found({ address }: MailAddress, candidates: readonly AccountCandidate[]): Discovery {
  const seen = new Set<string>()
  const different = candidates.filter(({ settings }) => {
    const key = JSON.stringify(settings)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return { address, candidates: different.slice(0, maxCandidates) }
}
