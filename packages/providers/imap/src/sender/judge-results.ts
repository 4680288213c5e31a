import { domainToASCII } from 'node:url'
import type { Authentication } from '@guichet/core'
import { getDomain } from 'tldts'
import type { AuthenticationResult } from './results-header.ts'

type Verdict = Omit<Authentication, 'warnings'>

/** The part behind the last @, as the DNS spells it: lower case, IDNA. Null where there is none. */
export function mailDomain(address: string): string | null {
  const domain = address.slice(address.lastIndexOf('@') + 1).trim()
  const ascii = /^[^\s/?#@:\\]+$/.test(domain) ? domainToASCII(domain).replace(/\.$/, '') : ''
  return ascii === '' ? null : ascii
}

/** Whether one domain answers for the other: the same registered domain (DMARC's relaxed alignment). */
export function isAligned(one: string, other: string): boolean {
  const [left, right] = [mailDomain(one), mailDomain(other)]
  if (left === null || right === null) return false
  const registered = getDomain(left, { allowPrivateDomains: true })
  return (
    left === right || (registered !== null && registered === getDomain(right, { allowPrivateDomains: true }))
  )
}

/**
 * What a provider's results say about the domain of From. Proven: DMARC passed, or a signature of an aligned domain.
 * Forged: DMARC failed and the domain asks to act on that. A domain that asks for nothing (`p=none`) sends from places
 * that it does not list, so that nothing follows from a failure. SPF alone proves the envelope, not the author.
 */
export function judgeResults(results: readonly AuthenticationResult[], fromDomain: string): Verdict {
  const evidence = results
    .filter(({ method }) => shown.has(method))
    .map(inWords)
    .slice(0, 12)
  const verdict = (name: Authentication['verdict'], sentence: string): Verdict => ({
    verdict: name,
    evidence: [sentence, ...evidence],
    domain: fromDomain,
  })
  const about = results.filter((result) => isAbout(result, fromDomain))
  const dmarc = about.find(({ method }) => method === 'dmarc')
  if (dmarc?.result === 'pass') return verdict('pass', `the mailbox provider proved ${fromDomain} (DMARC)`)
  if (dmarc !== undefined && isForgery(dmarc, about))
    return verdict('fail', `the mailbox provider found that this does not come from ${fromDomain} (DMARC)`)
  const signed = about.some(({ method, result }) => method === 'dkim' && result === 'pass')
  if (signed) return verdict('pass', `the mailbox provider checked a signature of ${fromDomain} (DKIM)`)
  const composite = about.find(({ method }) => method === 'compauth')
  // 1xx: checked explicitly. 2xx and 7xx passed by reputation, which proves nothing.
  if (composite?.result === 'pass' && /^1/.test(composite.properties.get('reason') ?? ''))
    return verdict('pass', `Microsoft proved ${fromDomain} (composite authentication)`)
  return verdict('unknown', `nothing proves that this comes from ${fromDomain}`)
}

const shown = new Set(['dmarc', 'dkim', 'spf', 'arc', 'compauth'])

function inWords({ method, result, properties }: AuthenticationResult): string {
  const kept = [...properties].filter(([key]) =>
    /^(?:header\.(?:from|d|i|s)|smtp\.mailfrom|action|reason)$/.test(key),
  )
  return [`${method}=${result}`, ...kept.map(([key, value]) => `${key}=${value}`)].join(' ').slice(0, 300)
}

/** A server that read another author than we show must not vouch for the one we show. */
function isAbout({ method, properties }: AuthenticationResult, fromDomain: string): boolean {
  if (method === 'dmarc') {
    const from = properties.get('header.from')
    return from === undefined || mailDomain(from) === fromDomain
  }
  if (method !== 'dkim') return true
  const signer = properties.get('header.d') ?? properties.get('header.i')
  return signer !== undefined && isAligned(signer, fromDomain)
}

function isForgery(dmarc: AuthenticationResult, results: readonly AuthenticationResult[]): boolean {
  if (dmarc.result !== 'fail') return false
  const policy = /\bp=(\w+)/i.exec(dmarc.comment)?.[1] ?? dmarc.properties.get('policy.dmarc')
  const asksNothing =
    policy?.toLowerCase() === 'none' || dmarc.properties.get('action')?.toLowerCase() === 'none'
  const composite = results.find(({ method }) => method === 'compauth')
  return !asksNothing || (composite?.result === 'fail' && composite.properties.get('reason') === '000')
}
