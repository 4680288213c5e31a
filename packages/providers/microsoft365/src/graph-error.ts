import { GuichetError } from '@guichet/core'
import { z } from 'zod'

const answerSchema = z.object({
  status: z.number(),
  retryAfter: z.string().nullable(),
  body: z.string(),
})
const saidSchema = z.object({ error: z.object({ code: z.string(), message: z.string().default('') }) })

/** Ends a connection before a byte of the request was taken. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * The verdict on a send that failed. Graph has no key against sending twice: what broke off after the request was
 * written is `unknown`. Never carries the error it is made of: its request holds the token.
 */
export function graphError(thrown: unknown): GuichetError {
  const answer = answerSchema.safeParse(thrown)
  if (answer.success) return ofAnswer(answer.data)
  const code = networkCode(thrown)
  if (notSent.has(code)) {
    return new GuichetError('host-unreachable', `Microsoft Graph cannot be reached (${code})`, {
      retry: 'later',
    })
  }
  return unknown('the connection to Microsoft Graph broke off', code)
}

function networkCode(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error && 'code' in inner ? String(inner.code) : 'unknown'
}

function ofAnswer({ status, retryAfter, body }: z.infer<typeof answerSchema>): GuichetError {
  const { code = String(status), message = '' } = said(body)
  const facts = { provider: 'microsoft365', providerCode: code }
  const sentence = `Microsoft Graph answered ${status} (${code})${message === '' ? '' : `: ${message.slice(0, 300)}`}`
  if (status === 401) {
    return new GuichetError('authentication-failed', sentence, { ...facts, retry: 'after-fix' })
  }
  // A right that nobody consented to, a mailbox that is not there or not yet: somebody has to change it.
  if (status === 403 || status === 404)
    return new GuichetError('rejected', sentence, { ...facts, retry: 'after-fix' })
  if (status === 429 || status === 503) {
    const seconds = Number(retryAfter)
    return new GuichetError('throttled', sentence, {
      ...{ ...facts, retry: 'later' },
      ...(seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}),
    })
  }
  if (status >= 500 || status === 408) return unknown(sentence, code)
  return new GuichetError('rejected', sentence, facts)
}

function said(body: string): { readonly code?: string; readonly message?: string } {
  try {
    return saidSchema.safeParse(JSON.parse(body)).data?.error ?? {}
  } catch {
    return {}
  }
}

function unknown(sentence: string, providerCode: string): GuichetError {
  return new GuichetError('outcome-unknown', `${sentence}; the message may have been sent`, {
    ...{ outcome: 'unknown', provider: 'microsoft365', providerCode },
  })
}
