import { type Clock, GuichetError, type GuichetErrorDetails } from '@guichet/core'
import { z } from 'zod'

const answerSchema = z.object({
  code: z.number(),
  response: z.object({
    headers: z.looseObject({
      'retry-after': z.unknown().optional(),
      'x-ratelimit-reset': z.unknown().optional(),
    }),
    body: z.unknown(),
  }),
})

const errorsSchema = z.object({
  errors: z.array(z.object({ message: z.string(), field: z.string().nullish() })).min(1),
})

/** Codes with which a connection ends before a byte of the request was taken. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
])

/**
 * The verdict on a call that failed. SendGrid has no key against sending twice: what broke off after the request was
 * written is `unknown`. Never carries the error it is made of: that holds the API key.
 */
export function sendGridError(thrown: unknown, clock: Clock): GuichetError {
  const answer = answerSchema.safeParse(thrown)
  return answer.success ? ofAnswer(answer.data, clock) : ofNetwork(thrown)
}

function ofAnswer({ code, response }: z.infer<typeof answerSchema>, clock: Clock): GuichetError {
  const [said] = errorsSchema.safeParse(response.body).data?.errors ?? []
  const sentence =
    said === undefined ? `SendGrid answered ${code}` : `SendGrid: ${said.message.slice(0, 300)}`
  const facts: GuichetErrorDetails = { provider: 'sendgrid', providerCode: String(code) }
  if (code === 401) {
    return new GuichetError('authentication-failed', 'SendGrid refused the API key: make a new one', {
      ...facts,
      retry: 'after-fix',
    })
  }
  // A sender that is not verified, a right that the key lacks: somebody has to change it there.
  if (code === 403) return new GuichetError('rejected', sentence, { ...facts, retry: 'after-fix' })
  if (code === 429 || code === 503) {
    return new GuichetError('throttled', sentence, {
      ...facts,
      retry: 'later',
      ...pauseIn(response.headers, clock),
    })
  }
  if (code >= 500 || code === 408) {
    return new GuichetError('outcome-unknown', `${sentence}; the message may have been sent`, {
      ...facts,
      outcome: 'unknown',
    })
  }
  return new GuichetError('rejected', sentence, facts)
}

function pauseIn(
  headers: Readonly<Record<string, unknown>>,
  clock: Clock,
): { readonly retryAfterMs?: number } {
  const seconds = Number(headers['retry-after'])
  if (seconds > 0) return { retryAfterMs: seconds * 1_000 }
  // When the limit begins anew, in seconds since 1970.
  const reset = Number(headers['x-ratelimit-reset'])
  const pause = reset * 1_000 - clock.now().getTime()
  return pause > 0 ? { retryAfterMs: pause } : {}
}

const networkSchema = z.object({ code: z.string() })

function ofNetwork(thrown: unknown): GuichetError {
  const code = networkSchema.safeParse(thrown).data?.code ?? 'unknown'
  if (notSent.has(code)) {
    return new GuichetError('host-unreachable', `SendGrid cannot be reached (${code})`, { retry: 'later' })
  }
  return new GuichetError(
    'outcome-unknown',
    'the connection to SendGrid broke off; the message may have been sent',
    {
      outcome: 'unknown',
      providerCode: code,
    },
  )
}
