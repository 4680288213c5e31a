/** Which of the two servers of a mail account a problem is about. */
export type AccountServer = 'incoming' | 'outgoing'

/** Everything that can be wrong with the login or the settings of a mail account. The list is closed. */
export const accountProblemKeys = [
  'password-refused',
  'app-password-needed',
  'sign-in-needed',
  'sign-in-refused',
  'sign-in-incomplete',
  'sign-in-expired',
  'sign-in-cancelled',
  'signed-out',
  'imap-disabled',
  'sending-disabled',
  'web-login-needed',
  'login-not-offered',
  'host-unknown',
  'host-private',
  'port-closed',
  'no-answer',
  'connection-lost',
  'certificate-unknown',
  'certificate-other-name',
  'certificate-expired',
  'tls-not-spoken',
  'tls-failed',
  'starttls-missing',
  'encryption-needed',
  'folder-missing',
  'throttled',
  'unavailable',
  'not-understood',
] as const

export type AccountProblemKey = (typeof accountProblemKeys)[number]

/** What a sentence about a problem may name. Never a password, a token or a server's own text. */
export interface AccountProblemFacts {
  readonly host?: string
  readonly port?: number
  readonly username?: string
  readonly folder?: string
  /** The provider as people call it, for instance Gmail. */
  readonly provider?: string
  /** The provider's own page about it. */
  readonly helpUrl?: string
}

/** One thing to correct, in a form that any language can be made of: see `describeAccountProblem`. */
export interface AccountProblem {
  readonly key: AccountProblemKey
  readonly server: AccountServer
  /** The setting or secret at fault, as the channel type's schema calls it; null when it is none of them. */
  readonly field: string | null
  readonly facts: AccountProblemFacts
}

/** The languages that user-visible words exist in. */
export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

/** A problem in words: what is wrong, and what to do about it. */
export interface ProblemWords {
  readonly what: string
  readonly remedy: string
}
