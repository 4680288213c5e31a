/** Why a message did not arrive, as far as a person can act on it. */
export type FailureCause = 'unknown' | 'full' | 'large' | 'refused' | 'unreachable' | 'other'

const causes: readonly (readonly [status: RegExp, cause: FailureCause])[] = [
  [/^[45]\.2\.2$/, 'full'],
  [/^[45]\.(?:2\.3|3\.4)$/, 'large'],
  [/^5\.1\.|^5\.2\.1$|^5\.4\.[14]$/, 'unknown'],
  [/^[45]\.7\./, 'refused'],
  [/^[45]\.4\./, 'unreachable'],
]

/** Reads the cause from the status (RFC 3463); without one, a hard failure is an unknown address. */
export function failureCause({
  status,
  kind,
}: {
  readonly status: string | null
  readonly kind: 'hard' | 'soft' | null
}): FailureCause {
  const found = causes.find(([pattern]) => pattern.test(status ?? ''))?.[1]
  return found ?? (kind === 'hard' ? 'unknown' : 'other')
}
