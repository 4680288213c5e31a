import { type Headers, headerLine, headerOf } from './headers.ts'

const spamMarks: readonly (readonly [name: string, value: RegExp])[] = [
  ['x-spam-flag', /^yes/i],
  ['x-spam-status', /^yes/i],
  ['x-spam', /^(?:yes|true)/i],
  ['x-ses-spam-verdict', /^fail/i],
  ['x-ses-virus-verdict', /^fail/i],
  ['x-ms-exchange-organization-scl', /^[5-9]/],
  ['x-forefront-antispam-report', /\bSCL:[5-9]/],
]

/** What says that the receiving server took a mail for spam or for forged; null when nothing does. */
export function untrustedSign(headers: Headers): string | null {
  const mark = spamMarks.find(([name, value]) => value.test(headerOf(headers, name)))
  if (mark !== undefined) return headerLine(mark[0], headerOf(headers, mark[0]))
  // Only the topmost was written by our own server; those below came with the mail.
  const results = headerOf(headers, 'authentication-results').toLowerCase()
  const isForged = /\bdmarc=(?:fail|permerror)/.test(results)
  const isUnproven = /\bdmarc=none/.test(results) && !/\b(?:spf|dkim)=pass/.test(results)
  return isForged || isUnproven ? headerLine('authentication-results', results) : null
}
