import type { DnsRecord, DomainSender } from '../model/deliverability.ts'
import type { DnsResolver } from '../ports/dns.ts'
import { type DomainCheck, type Found, finding } from './check-domain.ts'
import { type DkimKey, readDkimKey } from './dkim.ts'

/** Names that are tried where nobody says which ones are used. */
const commonSelectors = [
  'google',
  'selector1',
  'selector2',
  's1',
  's2',
  'default',
  'dkim',
  'mail',
  'k1',
  'k2',
  'ovhmo-selector-1',
] as const

/**
 * Looks for the keys that receivers prove mail with (RFC 6376). Nobody can list the selectors of a domain: those of its
 * senders and those that somebody names are asked for, or else the usual ones, and then finding none proves nothing.
 */
export async function checkDkim({ dns, domain, senders, selectors }: DomainCheck): Promise<readonly Found[]> {
  const expected = senders.flatMap(({ dkim, name }) =>
    dkim.map((key) => ({ ...key, senderName: name, name: nameOf(key.selector, domain) })),
  )
  if (expected.length + selectors.length > 0) {
    return Promise.all([
      ...expected.map((one) => checkExpected(dns, one)),
      ...selectors.map((selector) => checkNamed(dns, nameOf(selector, domain))),
    ])
  }
  const names = commonSelectors.map((selector) => nameOf(selector, domain))
  const keys = await Promise.all(names.map(async (name) => ({ name, texts: await dns.txt(name) })))
  const found = keys.flatMap(({ name, texts }) => judgeKey(name, texts) ?? [])
  return found.length > 0
    ? found
    : [finding('dkim-not-found', 'notice', { name: `_domainkey.${domain}`, about: domain })]
}

function nameOf(selector: string, domain: string): string {
  return `${selector}._domainkey.${domain}`
}

type Expected = DomainSender['dkim'][number] & { readonly name: string; readonly senderName: string }

async function checkExpected(dns: DnsResolver, { name, record, senderName }: Expected): Promise<Found> {
  const judged = judgeKey(name, await dns.txt(name))
  const publish: DnsRecord | null = record === undefined ? null : { ...record, name }
  if (judged === null) return finding('dkim-missing', 'problem', { name, about: senderName, publish })
  return judged.state === 'problem' ? { ...judged, publish } : judged
}

async function checkNamed(dns: DnsResolver, name: string): Promise<Found> {
  return judgeKey(name, await dns.txt(name)) ?? finding('dkim-not-there', 'problem', { name, about: name })
}

const keyFindings: Readonly<Record<DkimKey['state'], Pick<Found, 'key' | 'state'>>> = {
  good: { key: 'dkim-found', state: 'good' },
  weak: { key: 'dkim-weak', state: 'notice' },
  revoked: { key: 'dkim-revoked', state: 'problem' },
  broken: { key: 'dkim-broken', state: 'problem' },
}

/** Null where no key is published. */
function judgeKey(name: string, texts: readonly string[]): Found | null {
  const keys = texts.flatMap((text) => readDkimKey(text) ?? [])
  const key = keys.find(({ state }) => state === 'good') ?? keys[0]
  if (key === undefined) return null
  const { key: found, state } = keyFindings[key.state]
  return finding(found, state, { name, about: name, found: texts })
}
