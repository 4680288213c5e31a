import type { DnsRecord } from '../model/deliverability.ts'
import { type DomainCheck, type Found, finding } from './check-domain.ts'
import { brokenTerm, endOf, maxSpfLookups, type SpfRecord, spfReach, spfRecords, spfWith } from './spf.ts'

/** What receivers make of the SPF record (RFC 7208), the worst first; one that is good says so alone. */
export async function checkSpf(check: DomainCheck): Promise<readonly Found[]> {
  const { dns, domain, senders } = check
  const records = spfRecords(await dns.txt(domain))
  const facts = { name: domain, found: records.map(({ text }) => text) }
  const repaired: DnsRecord = { type: 'TXT', name: domain, value: spfWith(records, senders) }
  const [record] = records
  if (record === undefined) {
    return [finding('spf-missing', 'problem', { ...facts, about: domain, publish: repaired })]
  }
  if (records.length > 1) {
    return [finding('spf-several', 'problem', { ...facts, about: String(records.length), publish: repaired })]
  }
  const broken = brokenTerm(record)
  if (broken !== null) return [finding('spf-broken', 'problem', { ...facts, about: broken })]
  const faults = [...(await faultsOfReach(check, record)), ...faultsOfEnd(record)].map((fault) => ({
    ...fault,
    ...facts,
    publish: fault.key === 'spf-sender-missing' || fault.key === 'spf-open' ? repaired : null,
  }))
  return faults.length > 0 ? faults : [finding('spf-found', 'good', { ...facts, about: domain })]
}

type Fault = Pick<Found, 'key' | 'state' | 'about'>

async function faultsOfReach(
  { dns, domain, senders }: DomainCheck,
  record: SpfRecord,
): Promise<readonly Fault[]> {
  const { lookups, includes, empty } = await spfReach(dns, record)
  const missing = senders.filter(({ spfInclude }) => spfInclude !== null && !includes.has(spfInclude))
  return [
    ...(empty === null ? [] : [{ key: 'spf-broken', state: 'problem', about: empty } as const]),
    ...(lookups <= maxSpfLookups
      ? []
      : [{ key: 'spf-too-many-lookups', state: 'problem', about: domain } as const]),
    ...missing.map(({ name }) => ({ key: 'spf-sender-missing', state: 'problem', about: name }) as const),
  ]
}

function faultsOfEnd(record: SpfRecord): readonly Fault[] {
  const end = endOf(record)
  if (end === '+') return [{ key: 'spf-open', state: 'problem', about: record.text }]
  return end === null || end === '?' ? [{ key: 'spf-without-end', state: 'notice', about: record.text }] : []
}
