import type { Language, ProblemWords } from '../model/account-problem.ts'
import type { DnsRecord, FindingKey } from '../model/deliverability.ts'
import { englishFindings } from './english.ts'
import { frenchFindings } from './french.ts'

/** The words of one language: what `about` makes of each finding. */
export type FindingWords = Readonly<Record<FindingKey, (about: string) => ProblemWords>>

/** What a finding means and what to do about it, in every language of the interface. */
export function describeFinding(
  key: FindingKey,
  about: string,
  publish: DnsRecord | null,
): Readonly<Record<Language, ProblemWords>> {
  const en = englishFindings[key](about)
  const fr = frenchFindings[key](about)
  if (publish === null) return { en, fr }
  const { type, name, value } = publish
  return {
    en: { ...en, remedy: `${en.remedy} Publish this ${type} record for ${name}: ${value}`.trim() },
    fr: { ...fr, remedy: `${fr.remedy} Publiez cet enregistrement ${type} pour ${name} : ${value}`.trim() },
  }
}
