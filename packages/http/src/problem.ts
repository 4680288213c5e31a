import {
  type AccountProblem,
  describeAccountProblem,
  type GuichetError,
  type GuichetErrorCode,
  type Language,
  type ProblemWords,
} from '@guichet/core'
import { securedResponse } from './security-headers.ts'

/** What can be wrong with a request before the inbox ever hears of it. */
export type RequestErrorCode =
  | 'unauthenticated'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'malformed-body'

/** An error as it is sent: RFC 9457 with our code, and the fields at fault. */
export interface Problem {
  readonly status: number
  readonly code: GuichetErrorCode | RequestErrorCode
  /** A sentence that may be shown to a person. */
  readonly detail: string
  readonly field?: string
  readonly errors?: readonly FieldError[]
  /** What is wrong with an account, and what to do about it in every language. */
  readonly problems?: readonly (AccountProblem & {
    readonly words: Readonly<Record<Language, ProblemWords>>
  })[]
  /** What to look for in the log. */
  readonly correlationId?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface FieldError {
  /** Dotted path, `rule.all.0.value`. */
  readonly field: string
  readonly message: string
}

export const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

/** Writes a problem as `application/problem+json`. */
export function problemResponse({ headers, ...problem }: Problem): Response {
  const body = { type: 'about:blank', title: titles[problem.status], ...problem }
  return securedResponse(JSON.stringify(body), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

/** Codes whose sentence tells the caller what to do. All others are ours to mend and become a 500. */
const statusByCode: Readonly<Partial<Record<GuichetErrorCode, number>>> = {
  'invalid-input': 422,
  'not-found': 404,
  conflict: 409,
  'signature-refused': 401,
  'in-use': 409,
  forbidden: 403,
  // A mailbox refused what the caller typed: a 401 would send the browser to our own login page.
  'authentication-failed': 422,
  'access-revoked': 422,
  'host-unreachable': 422,
  'tls-failed': 422,
  'folder-missing': 422,
  rejected: 422,
  'protocol-error': 502,
  throttled: 429,
  'storage-failed': 503,
}

/** Fields of the SDK that are no fields of a request. */
const fieldNames: Readonly<Record<string, string>> = { idempotencyKey: 'Idempotency-Key' }

const defaultRetryAfterMs = 5_000

/** The problem that an error of the inbox is to its caller: a 500 tells nothing but where to look in the log. */
export function problemOf(error: GuichetError, correlationId: string): Problem {
  const status = statusByCode[error.code] ?? 500
  if (status === 500) {
    const detail = `something went wrong on our side; the log has the cause under ${correlationId}`
    return { status, code: 'internal', detail, correlationId }
  }
  return {
    status,
    code: error.code,
    detail: error.message,
    ...(error.field === undefined ? {} : { field: fieldNames[error.field] ?? error.field }),
    ...problemsIn(error),
    ...(status === 503 ? { correlationId } : {}),
    ...(status === 429 || status === 503 ? { headers: retryAfter(error) } : {}),
  }
}

/** An error of another copy of core, of an older version, may have none. */
function problemsIn({ problems = [] }: Partial<Pick<GuichetError, 'problems'>>): Pick<Problem, 'problems'> {
  if (problems.length === 0) return {}
  return { problems: problems.map((problem) => ({ ...problem, words: describeAccountProblem(problem) })) }
}

function retryAfter(error: GuichetError): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.ceil((error.retryAfterMs ?? defaultRetryAfterMs) / 1000)) }
}
