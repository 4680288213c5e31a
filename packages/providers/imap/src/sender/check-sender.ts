import { Readable } from 'node:stream'
import type { Authentication, RawMessage } from '@guichet/core'
import type { ARCResult, DKIMResult, DMARCResult } from 'mailauth'
import type { HeaderLine } from '../mime/header-block.ts'
import { isAbsent, type ResolveDns } from './dns.ts'
import { isAligned, judgeResults } from './judge-results.ts'
import { readResults } from './results-header.ts'
import type { MailPath } from './trusted-results.ts'

type Verdict = Omit<Authentication, 'warnings'>

export interface SenderCheck {
  readonly raw: RawMessage
  readonly fromDomain: string
  /** Null where it is not known: SPF is left out then. */
  readonly path: MailPath | null
  readonly lines: readonly HeaderLine[]
  readonly resolve: ResolveDns
}

/** A seal is only worth what the sealer is: these check what they pass on. */
const trustedSealers = new Set([
  ...['google.com', 'googlegroups.com', 'microsoft.com', 'outlook.com'],
  ...[
    'icloud.com',
    'yahoo.com',
    'aol.com',
    'fastmail.com',
    'messagingengine.com',
    'pobox.com',
    'topicbox.com',
  ],
])

/**
 * Checks a mail by itself: SPF where the path is known, DKIM, ARC and DMARC. Proven by DMARC, an aligned signature,
 * or a trusted forwarder that proved it; forged only when every check ended, the path is known, and the domain asks to
 * act on a failure. A DNS that does not answer proves nothing.
 */
export async function checkSender(check: SenderCheck): Promise<Verdict> {
  // A quarter of a second and some megabytes, for those only who need it.
  const { authenticate } = await import('mailauth')
  let dnsFailed = false
  const resolver: ResolveDns = async (name, type) => {
    try {
      return await check.resolve(name, type)
    } catch (error) {
      if (!isAbsent(error)) dnsFailed = true
      throw error
    }
  }
  const { path } = check
  const { bytes } = check.raw
  const input = bytes === null ? Readable.from(check.raw.open()) : Buffer.from(bytes)
  const { dkim, spf, dmarc, arc } = await authenticate(input, {
    ...(path === null ? {} : { ip: path.clientAddress, helo: path.border.helo, sender: path.envelopeSender }),
    ...{ resolver, mta: 'guichet', disableBimi: true, rejectRsaSha1: true },
  })
  return judgeChecks({
    fromDomain: check.fromDomain,
    lines: check.lines,
    signatures: dkim.results,
    spf: path === null || spf === false ? null : spf.status.result,
    dmarc: dmarc === false ? null : dmarc,
    arc: arc === false ? null : arc,
    isCertain: path !== null && !dnsFailed,
  })
}

interface Checks {
  readonly fromDomain: string
  readonly lines: readonly HeaderLine[]
  readonly signatures: readonly DKIMResult[]
  readonly spf: string | null
  readonly dmarc: DMARCResult | null
  readonly arc: ARCResult | null
  /** Every look-up was answered and the path is known: only then does a failure mean something. */
  readonly isCertain: boolean
}

function judgeChecks(checks: Checks): Verdict {
  const { fromDomain, dmarc } = checks
  const verdict = (name: Authentication['verdict'], sentence: string): Verdict => ({
    verdict: name,
    evidence: [sentence, ...evidenceOf(checks)],
    domain: fromDomain,
  })
  const signature = checks.signatures.find((one) => provesWhole(one, fromDomain))
  if (signature !== undefined)
    return verdict('pass', `signed by ${signature.signingDomain ?? fromDomain} (DKIM)`)
  const isListed =
    dmarc?.status.result === 'pass' &&
    dmarc.status.header?.from === fromDomain &&
    dmarc.alignment.spf.result !== undefined
  if (isListed) return verdict('pass', `sent from a server that ${fromDomain} lists (SPF and DMARC)`)
  const sealer = trustedSealer(checks)
  if (sealer !== null) return verdict('pass', `proven to ${sealer}, which passed it on (ARC)`)
  const isForged = dmarc?.status.result === 'fail' && ['quarantine', 'reject'].includes(dmarc.policy)
  if (isForged && checks.isCertain && !checks.signatures.some(isUndecided))
    return verdict('fail', `${fromDomain} asks not to believe mail that it neither signs nor sends (DMARC)`)
  return verdict('unknown', `nothing proves that this comes from ${fromDomain}`)
}

/** A signature over a part of the body lets anybody write the rest. */
function provesWhole({ signingDomain, status }: DKIMResult, fromDomain: string): boolean {
  return (
    status.result === 'pass' &&
    status.underSized === undefined &&
    signingDomain !== undefined &&
    isAligned(signingDomain, fromDomain) &&
    status.aligned !== false
  )
}

function isUndecided({ status }: DKIMResult): boolean {
  return status.result === 'temperror'
}

/**
 * The last to seal an unbroken chain (RFC 8617) when we trust all who sealed, because any of them may have changed the
 * mail, and when one of them saw the proof itself.
 */
function trustedSealer({ arc, lines, fromDomain }: Checks): string | null {
  if (arc?.status.result !== 'pass') return null
  const sealers = valuesOf(lines, 'arc-seal').map((seal) => /(?:^|;)\s*d=([^\s;]+)/i.exec(seal)?.[1] ?? '')
  const isTrusted = sealers.every((sealer) => [...trustedSealers].some((one) => isAligned(one, sealer)))
  const saw = valuesOf(lines, 'arc-authentication-results').some((value) => {
    const read = readResults(value.replace(/^\s*i=\d+\s*;/i, ''))
    return read !== null && judgeResults(read.results, fromDomain).verdict === 'pass'
  })
  return isTrusted && saw ? (sealers[0] ?? null) : null
}

function valuesOf(lines: readonly HeaderLine[], wanted: string): readonly string[] {
  return lines.flatMap(({ name, value }) => (name === wanted ? [value] : []))
}

function evidenceOf({ signatures, spf, dmarc, arc }: Checks): readonly string[] {
  return [
    ...signatures
      .slice(0, 5)
      .map(({ status, signingDomain }) => `dkim=${status.result} header.d=${signingDomain ?? ''}`),
    ...(spf === null ? [] : [`spf=${spf}`]),
    ...(dmarc === null ? [] : [`dmarc=${dmarc.status.result} policy=${dmarc.policy ?? 'none'}`]),
    ...(arc === null || arc.status.result === 'none' ? [] : [`arc=${arc.status.result}`]),
  ]
}
