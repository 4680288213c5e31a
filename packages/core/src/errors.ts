import type { AccountProblem } from './model/account-problem.ts'

/** Every way Guichet can fail. The list is closed: callers may switch over it. */
export type GuichetErrorCode =
  | 'invalid-input'
  | 'invalid-configuration'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'authentication-failed'
  | 'signature-refused'
  | 'access-revoked'
  | 'host-unreachable'
  | 'tls-failed'
  | 'folder-missing'
  | 'throttled'
  | 'protocol-error'
  | 'rejected'
  | 'outcome-unknown'
  | 'unparsable'
  | 'lease-lost'
  | 'in-use'
  | 'storage-failed'
  | 'decryption-failed'
  | 'internal'

/** What an outward call did: `unknown` means it may have happened, so it must never be repeated blindly. */
export type Outcome = 'not-done' | 'done' | 'unknown'

/** When repeating makes sense: `after-fix` needs a person (a new password, say) first. */
export type Retry = 'never' | 'later' | 'after-fix'

export interface GuichetErrorDetails {
  readonly field?: string
  readonly outcome?: Outcome
  readonly retry?: Retry
  readonly retryAfterMs?: number
  readonly provider?: string
  readonly providerCode?: string
  /** What is wrong with a mail account, to be said in any language. */
  readonly problems?: readonly AccountProblem[]
  readonly cause?: unknown
}

const marker = Symbol.for('guichet.error')

/**
 * The one error type. Its message is a sentence that names the thing and the remedy and may be shown to a
 * user: it never carries a secret, a mail's content, or a vendor's error object.
 */
export class GuichetError extends Error {
  readonly [marker] = true
  readonly code: GuichetErrorCode
  readonly field: string | undefined
  readonly outcome: Outcome
  readonly retry: Retry
  readonly retryAfterMs: number | undefined
  readonly provider: string | undefined
  readonly providerCode: string | undefined
  readonly problems: readonly AccountProblem[]

  constructor(code: GuichetErrorCode, message: string, details: GuichetErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'GuichetError'
    this.code = code
    this.field = details.field
    this.outcome = details.outcome ?? 'not-done'
    this.retry = details.retry ?? 'never'
    this.retryAfterMs = details.retryAfterMs
    this.provider = details.provider
    this.providerCode = details.providerCode
    this.problems = details.problems ?? []
  }
}

/** The same error that also says, for any language, what is wrong with the account. */
export function withProblems(error: GuichetError, problems: readonly AccountProblem[]): GuichetError {
  const { code, message, field, outcome, retry, retryAfterMs, provider, providerCode, cause } = error
  const said = {
    ...(field === undefined ? {} : { field }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(provider === undefined ? {} : { provider }),
    ...(providerCode === undefined ? {} : { providerCode }),
  }
  return new GuichetError(code, message, { ...said, outcome, retry, cause, problems })
}

/** Recognises a GuichetError by its marker, so that two copies of this package still understand each other. */
export function isGuichetError(error: unknown): error is GuichetError {
  return typeof error === 'object' && error !== null && marker in error
}

/** True for failures of the moment or of the caller's right: the same work may be tried again as it is. */
export function isRetryable(error: unknown): boolean {
  return isGuichetError(error) && (error.retry === 'later' || error.code === 'lease-lost')
}

/** Turns anything thrown into a GuichetError; what nobody foresaw becomes `internal` and keeps its cause. */
export function toGuichetError(error: unknown): GuichetError {
  if (isGuichetError(error)) return error
  return new GuichetError('internal', 'something unforeseen went wrong; the log has the cause', {
    cause: error,
  })
}
