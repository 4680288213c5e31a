import type { Language, ProblemWords } from './account-problem.ts'

/** Which of the published facts a finding is about. */
export type DeliverabilitySubject = 'mx' | 'spf' | 'dkim' | 'dmarc'

/** `unknown`: DNS gave no answer. `notice` costs nothing today; `problem` gets mail refused or put into spam. */
export type FindingState = 'good' | 'notice' | 'problem' | 'unknown'

export const findingKeys = [
  'lookup-failed',
  'mx-found',
  'mx-missing',
  'mx-none-wanted',
  'spf-found',
  'spf-missing',
  'spf-several',
  'spf-open',
  'spf-without-end',
  'spf-too-many-lookups',
  'spf-broken',
  'spf-sender-missing',
  'dkim-found',
  'dkim-missing',
  'dkim-not-found',
  'dkim-not-there',
  'dkim-revoked',
  'dkim-weak',
  'dkim-broken',
  'dmarc-found',
  'dmarc-inherited',
  'dmarc-watching',
  'dmarc-missing',
  'dmarc-several',
  'dmarc-broken',
] as const
export type FindingKey = (typeof findingKeys)[number]

/** A record to enter at whoever runs the domain's DNS; replaces one of the same type and name where there is one. */
export interface DnsRecord {
  readonly type: 'TXT' | 'CNAME' | 'MX'
  readonly name: string
  readonly value: string
}

export interface Finding {
  readonly subject: DeliverabilitySubject
  readonly key: FindingKey
  readonly state: FindingState
  /** Where it was looked for. */
  readonly name: string
  /** What is published there now. */
  readonly found: readonly string[]
  /** What to publish instead; null where nothing has to change, or only the provider knows it. */
  readonly publish: DnsRecord | null
  readonly words: Readonly<Record<Language, ProblemWords>>
}

/** Whether mail from a domain can be proven to be its own, and whether answers arrive. */
export interface DeliverabilityReport {
  readonly domain: string
  readonly checkedAt: Date
  /** The worst of the findings; `unknown` only where nothing is worse. */
  readonly state: FindingState
  readonly findings: readonly Finding[]
}

/** A service that sends mail of the domain. */
export interface DomainSender {
  /** As people call it. */
  readonly name: string
  /** What its documentation tells to include into SPF; null where it needs none. */
  readonly spfInclude: string | null
  /** Where its keys are. `record` is what to publish, where the service says it. */
  readonly dkim: readonly { readonly selector: string; readonly record?: Omit<DnsRecord, 'name'> }[]
}
