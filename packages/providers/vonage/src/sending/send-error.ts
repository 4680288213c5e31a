import type { GuichetError } from '@guichet/core'
import { z } from 'zod'
import { messagesFailure } from '../outcome/failures.ts'
import { vonageError } from '../vonage-error.ts'

/** What is known of a refusal. */
export interface Refusal {
  readonly status: number
  /** The number of the Messages API; null where it gives none. */
  readonly code: string | null
  readonly retryAfterMs: number | null
}

const answered = z.object({ response: z.instanceof(Response) })
const failed = z.object({ cause: z.object({ code: z.string() }) })
const problemSchema = z.object({ type: z.string().catch(''), title: z.coerce.string().catch('') })

/**
 * The verdict on what Vonage's client threw. Nothing of that object is kept: it holds the token of the request. The same
 * broken connection means "certainly not sent" while it was being made and "perhaps sent" afterwards.
 */
export async function sendError(error: unknown): Promise<GuichetError> {
  const { response } = answered.safeParse(error).data ?? {}
  if (response !== undefined) return refusalError(await refusalOf(response))
  const code = failed.safeParse(error).data?.cause.code ?? ''
  if (tlsCodes.test(code)) {
    return vonageError('tls-failed', `no safe connection to Vonage (${code})`, {
      retry: 'later',
      providerCode: code,
    })
  }
  if (beforeConnected.has(code)) {
    const details = { retry: 'later', providerCode: code } as const
    return vonageError('host-unreachable', `Vonage could not be reached (${code})`, details)
  }
  return unknownOutcome(code)
}

/** The verdict on an answer of the Messages API that is not 202. */
export function refusalError({ status, code, retryAfterMs }: Refusal): GuichetError {
  const providerCode = code ?? String(status)
  const { sentence } = messagesFailure(code)
  if (status === 401 || status === 403) {
    return vonageError('authentication-failed', `Vonage refused the credentials of the account (${status})`, {
      retry: 'after-fix',
      providerCode,
    })
  }
  if (status === 429 || throttled.has(code ?? '')) {
    return vonageError('throttled', 'Vonage takes no more messages at the moment', {
      retry: 'later',
      retryAfterMs: retryAfterMs ?? 1_000,
      providerCode,
    })
  }
  if (status === 402 || needsOperator.has(code ?? '')) {
    return vonageError(
      'rejected',
      'the Vonage account may not send: look at its balance and its permissions',
      {
        retry: 'after-fix',
        providerCode,
      },
    )
  }
  // A 2xx that cannot be read was taken; a server's own fault may come before or after it took the message.
  if (status >= 500 || status < 300 || status === 408) return unknownOutcome(providerCode)
  return vonageError('rejected', code === null ? `Vonage refused the message (${status})` : sentence, {
    providerCode,
  })
}

/** It may have been sent: nobody said. */
export function unknownOutcome(providerCode: string): GuichetError {
  return vonageError(
    'outcome-unknown',
    'Vonage did not say whether it took the message; it may have been sent',
    {
      outcome: 'unknown',
      ...(providerCode === '' ? {} : { providerCode }),
    },
  )
}

const throttled: ReadonlySet<string> = new Set(['1000', '1241'])
const needsOperator: ReadonlySet<string> = new Set(['1060', '1070', '1080', '1370'])

/** Nothing was written yet. */
const beforeConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const tlsCodes = /^(?:ERR_TLS_|ERR_SSL_|EPROTO|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/

async function refusalOf(response: Response): Promise<Refusal> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    status: response.status,
    code: codeOf(await problemOf(response)),
    retryAfterMs: seconds > 0 && seconds < 86_400 ? seconds * 1_000 : null,
  }
}

/** The number is the title, or the end of the type. */
function codeOf(problem: unknown): string | null {
  const { type = '', title = '' } = problemSchema.safeParse(problem).data ?? {}
  return [title, /#(\d+)$/.exec(type)?.[1]].find((code) => /^\d{3,6}$/.test(code ?? '')) ?? null
}

/** Vonage's client leaves the body unread, and its time limit has ended by then: it gets another. */
async function problemOf(response: Response): Promise<unknown> {
  const late = new Promise<string>((resolve) => {
    AbortSignal.timeout(5_000).addEventListener('abort', () => resolve(''), { once: true })
  })
  try {
    return JSON.parse(await Promise.race([response.text(), late]))
  } catch {
    // The status says enough.
    return null
  }
}
