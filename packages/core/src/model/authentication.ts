/**
 * Whether a message comes from the domain in its From: `pass` proven by an aligned signature or path, `fail` proven
 * not to, `unknown` neither. `unchecked` says that nobody looked: history, our own messages, media without forgery.
 */
export const authenticationVerdicts = ['pass', 'fail', 'unknown', 'unchecked'] as const
export type AuthenticationVerdict = (typeof authenticationVerdicts)[number]

/**
 * What may mislead a reader about the sender: an address that stands in the name, our own name with a foreign address, a
 * domain that looks like another one, letters of several alphabets, answers that would go to another domain, several
 * authors, a Sender of another domain.
 */
export const senderWarningKinds = [
  'name-shows-address',
  'name-of-ours',
  'lookalike-domain',
  'mixed-alphabets',
  'reply-elsewhere',
  'several-authors',
  'other-sender',
] as const
export type SenderWarningKind = (typeof senderWarningKinds)[number]

export interface SenderWarning {
  readonly kind: SenderWarningKind
  /** What misleads: the address in the name, our own address, the imitated domain, where answers would go. */
  readonly value: string
}

/** Who really sent a message, as far as it was found out when it came in. */
export interface Authentication {
  readonly verdict: AuthenticationVerdict
  /** Why, in sentences and in results as the checks named them. */
  readonly evidence: readonly string[]
  /** The domain that was proven or forged; null where there was none to check. */
  readonly domain: string | null
  /** Never a reason to refuse a message: a person is told. */
  readonly warnings: readonly SenderWarning[]
}

/** Nobody looked. */
export const unchecked: Authentication = { verdict: 'unchecked', evidence: [], domain: null, warnings: [] }

/**
 * What a sender may do who is neither proven nor forged: start conversations of his own unless he answers a message of
 * ours (`separate`), or join the conversations of the address he gives as if it were proven (`join`).
 */
export type UnprovenSenders = 'separate' | 'join'
