import type { DomainSender } from '../model/deliverability.ts'
import type { DnsResolver } from '../ports/dns.ts'

/** RFC 7208 §4.6.4: a receiver that needs more look-ups gives up with an error. */
export const maxSpfLookups = 10

/** Nobody's record is that deep; it ends what refers to itself. */
const maxDepth = 10

export interface SpfRecord {
  readonly text: string
  readonly terms: readonly string[]
}

/** The SPF records among the TXT records of a name; more than one is an error (RFC 7208 §4.5). */
export function spfRecords(texts: readonly string[]): readonly SpfRecord[] {
  return texts
    .map((text) => text.trim())
    .filter((text) => /^v=spf1(?:\s|$)/i.test(text))
    .map((text) => ({ text, terms: text.split(/\s+/).slice(1) }))
}

const mechanism = /^[+?~-]?(?:all|(?:include|exists):\S+|(?:a|mx|ptr)(?:[:/]\S+)?|ip[46]:\S+)$/i
const modifier = /^[a-z][\w.-]*=\S*$/i

/** The first term that no receiver could read: it makes the whole record an error. */
export function brokenTerm({ terms }: SpfRecord): string | null {
  return terms.find((term) => !mechanism.test(term) && !modifier.test(term)) ?? null
}

/** What happens to senders that nothing before mentions: the qualifier of `all`; null where it is left open. */
export function endOf({ terms }: SpfRecord): '+' | '-' | '~' | '?' | 'redirect' | null {
  const all = terms.find((term) => /^[+?~-]?all$/i.test(term))
  if (all !== undefined) {
    const qualifier = all[0]
    return qualifier === '-' || qualifier === '~' || qualifier === '?' ? qualifier : '+'
  }
  return terms.some((term) => /^redirect=/i.test(term)) ? 'redirect' : null
}

export interface SpfReach {
  /** Look-ups that a receiver makes for the whole record (RFC 7208 §4.6.4); counting stops soon after the limit. */
  readonly lookups: number
  /** Every domain that the record includes, directly or through others. */
  readonly includes: ReadonlySet<string>
  /** An included domain that publishes no SPF: an error for every receiver. */
  readonly empty: string | null
}

/** Follows what a record includes. Throws what the resolver throws. */
export async function spfReach(dns: DnsResolver, record: SpfRecord): Promise<SpfReach> {
  const includes = new Set<string>()
  const reach = { lookups: 0, includes, empty: null as string | null }
  await follow(dns, record, reach, 0)
  return reach
}

interface Reached {
  lookups: number
  readonly includes: Set<string>
  empty: string | null
}

async function follow(
  dns: DnsResolver,
  { terms }: SpfRecord,
  reached: Reached,
  depth: number,
): Promise<void> {
  for (const term of terms) {
    if (reached.lookups > maxSpfLookups || depth > maxDepth) return
    if (/^[+?~-]?(?:a|mx|ptr)(?:[:/]|$)/i.test(term) || /^[+?~-]?exists:/i.test(term)) reached.lookups += 1
    const target = /^(?:[+?~-]?include:|redirect=)(\S+)$/i.exec(term)?.[1]
    if (target === undefined) continue
    reached.lookups += 1
    // With a macro the domain depends on the mail: nothing to follow.
    if (target.includes('%')) continue
    await followTarget(dns, target.toLowerCase(), reached, depth)
  }
}

async function followTarget(
  dns: DnsResolver,
  target: string,
  reached: Reached,
  depth: number,
): Promise<void> {
  reached.includes.add(target)
  const [record] = spfRecords(await dns.txt(target))
  if (record === undefined) reached.empty ??= target
  else await follow(dns, record, reached, depth + 1)
}

/** One record that permits what these records permit, and these senders. */
export function spfWith(records: readonly SpfRecord[], senders: readonly DomainSender[]): string {
  const wanted = senders.flatMap(({ spfInclude }) => (spfInclude === null ? [] : [`include:${spfInclude}`]))
  const known = records.flatMap(({ terms }) => terms)
  const ends = known.filter((term) => /^[+?~-]?all$|^redirect=/i.test(term))
  const kept = known.filter((term) => !ends.includes(term))
  const missing = wanted.filter((term) => !kept.some((one) => one.toLowerCase() === term))
  const end = ends.find((term) => !/^\+?all$/i.test(term)) ?? '~all'
  return ['v=spf1', ...new Set([...kept, ...missing]), end].join(' ')
}
