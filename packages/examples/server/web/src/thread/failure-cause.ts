/** Why a message did not arrive, as far as a person can act on it. */
export type FailureCause = 'unknown' | 'number' | 'full' | 'large' | 'refused' | 'unreachable' | 'other'

const causes: readonly (readonly [status: RegExp, cause: FailureCause])[] = [
  [/^[45]\.2\.2$/, 'full'],
  [/^[45]\.(?:2\.3|3\.4)$/, 'large'],
  [/^5\.1\.|^5\.2\.1$|^5\.4\.[14]$/, 'unknown'],
  [/^[45]\.7\./, 'refused'],
  [/^[45]\.4\./, 'unreachable'],
]

interface Failure {
  readonly status: string | null
  readonly kind: 'hard' | 'soft' | null
  /** Of an arrival. */
  readonly recipient?: string
}

/** Reads the cause from the status (RFC 3463); without one, a hard failure is an unknown address or number. */
export function failureCause({ status, kind, recipient = '' }: Failure): FailureCause {
  const found = causes.find(([pattern]) => pattern.test(status ?? ''))?.[1]
  if (found !== undefined) return found
  if (kind !== 'hard') return 'other'
  return recipient.startsWith('+') ? 'number' : 'unknown'
}
