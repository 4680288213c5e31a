import { tagsOf } from './dkim.ts'

const policies = ['none', 'quarantine', 'reject'] as const
export type DmarcPolicy = (typeof policies)[number]

/** The DMARC records among the TXT records of `_dmarc.<domain>` (RFC 7489 §6.6.3). */
export function dmarcRecords(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text))
}

/** What receivers shall do with mail that is not proven to be the domain's; null where the record does not say. */
export function dmarcPolicy(record: string, isSubdomain: boolean): DmarcPolicy | null {
  const tags = tagsOf(record)
  const policy = (isSubdomain ? tags.get('sp') : undefined) ?? tags.get('p')
  return policies.find((one) => one === policy?.toLowerCase()) ?? null
}
