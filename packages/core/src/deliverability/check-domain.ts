import { getDomain } from 'tldts'
import type {
  DeliverabilityReport,
  DeliverabilitySubject,
  DomainSender,
  Finding,
  FindingKey,
  FindingState,
} from '../model/deliverability.ts'
import type { Clock } from '../ports/clock.ts'
import type { DnsResolver } from '../ports/dns.ts'
import { checkDkim } from './check-dkim.ts'
import { checkSpf } from './check-spf.ts'
import { describeFinding } from './describe-finding.ts'
import { dmarcPolicy, dmarcRecords } from './dmarc.ts'

/** A finding before it has words. */
export type Found = Omit<Finding, 'words' | 'subject'> & {
  /** What the sentence names: a domain, a term, a number. */
  readonly about: string
}

export interface DomainCheck {
  readonly dns: DnsResolver
  readonly domain: string
  readonly senders: readonly DomainSender[]
  /** Names of DKIM keys that somebody knows, besides those of the senders. */
  readonly selectors: readonly string[]
}

/**
 * Looks up what a domain publishes about its mail and says, in words, what receivers make of it and what to publish
 * instead. What DNS does not answer is `unknown`: never reported as missing.
 */
export async function checkDomain(check: DomainCheck, clock: Clock): Promise<DeliverabilityReport> {
  const { domain } = check
  const found = await Promise.all([
    asked('mx', domain, () => checkMx(check)),
    asked('spf', domain, () => checkSpf(check)),
    asked('dkim', `_domainkey.${domain}`, () => checkDkim(check)),
    asked('dmarc', `_dmarc.${domain}`, () => checkDmarc(check)),
  ])
  const findings = found.flat()
  return { domain, checkedAt: clock.now(), state: worst(findings), findings }
}

const severity: readonly FindingState[] = ['good', 'unknown', 'notice', 'problem']

function worst(findings: readonly Finding[]): FindingState {
  return findings.reduce<FindingState>(
    (state, one) => (severity.indexOf(one.state) > severity.indexOf(state) ? one.state : state),
    'good',
  )
}

async function asked(
  subject: DeliverabilitySubject,
  name: string,
  look: () => Promise<readonly Found[]>,
): Promise<readonly Finding[]> {
  return (await look().catch(() => [finding('lookup-failed', 'unknown', { name, about: name })])).map(
    ({ about, ...found }) => ({ ...found, subject, words: describeFinding(found.key, about, found.publish) }),
  )
}

/** A finding with what is said of it; nothing to publish unless told. */
export function finding(
  key: FindingKey,
  state: FindingState,
  facts: Pick<Found, 'name' | 'about'> & Partial<Pick<Found, 'found' | 'publish'>>,
): Found {
  return { key, state, found: [], publish: null, ...facts }
}

async function checkMx({ dns, domain }: DomainCheck): Promise<readonly Found[]> {
  const exchanges = [...(await dns.mx(domain))].sort((one, other) => one.priority - other.priority)
  const found = exchanges.map(({ priority, exchange }) => `${priority} ${exchange}`)
  const facts = { name: domain, about: exchanges[0]?.exchange ?? domain, found }
  if (exchanges.length === 0) return [finding('mx-missing', 'problem', facts)]
  const wantsNone = exchanges.every(({ exchange }) => exchange === '' || exchange === '.')
  return [wantsNone ? finding('mx-none-wanted', 'problem', facts) : finding('mx-found', 'good', facts)]
}

async function checkDmarc({ dns, domain }: DomainCheck): Promise<readonly Found[]> {
  const name = `_dmarc.${domain}`
  const own = dmarcRecords(await dns.txt(name))
  if (own.length > 0) return [judgeDmarc(own, name, false)]
  const parent = getDomain(domain, { allowPrivateDomains: true })
  if (parent !== null && parent !== domain) {
    const inherited = dmarcRecords(await dns.txt(`_dmarc.${parent}`))
    if (inherited.length > 0) return [judgeDmarc(inherited, `_dmarc.${parent}`, true)]
  }
  const value = `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`
  return [finding('dmarc-missing', 'problem', { name, about: domain, publish: { type: 'TXT', name, value } })]
}

function judgeDmarc(records: readonly string[], name: string, isInherited: boolean): Found {
  const [record = ''] = records
  const facts = { name, found: records }
  if (records.length > 1) return finding('dmarc-several', 'problem', { ...facts, about: name })
  const policy = dmarcPolicy(record, isInherited)
  if (policy === null) return finding('dmarc-broken', 'problem', { ...facts, about: record })
  if (policy === 'none') return finding('dmarc-watching', 'notice', { ...facts, about: record })
  return finding(isInherited ? 'dmarc-inherited' : 'dmarc-found', 'good', { ...facts, about: policy })
}
