import { GuichetError, type GuichetErrorCode, type GuichetErrorDetails } from '@guichet/core'
import { z } from 'zod'

const thrownSchema = z.looseObject({
  name: z.string(),
  message: z.string().default(''),
  code: z.string().optional(),
  $metadata: z.looseObject({ httpStatusCode: z.number().optional() }).optional(),
})
type Thrown = z.infer<typeof thrownSchema>

interface Verdict {
  readonly code: GuichetErrorCode
  readonly retry: 'never' | 'later' | 'after-fix'
  readonly sentence: string
}

/** What each of SES's exceptions means (API reference of SendEmail). */
const verdicts: Readonly<Record<string, Verdict>> = {
  AccountSuspendedException: fix('Amazon has suspended this account for sending: ask its support'),
  SendingPausedException: fix('sending is paused in this Amazon SES account: switch it on again there'),
  MailFromDomainNotVerifiedException: fix(
    'the MAIL FROM domain is not verified at Amazon SES: check its DNS records',
  ),
  MessageRejected: { code: 'rejected', retry: 'never', sentence: 'Amazon SES refused the message' },
  BadRequestException: {
    code: 'rejected',
    retry: 'never',
    sentence: 'Amazon SES could not read the message',
  },
  NotFoundException: fix(
    'Amazon SES does not know the configuration set or the identity: check the settings',
  ),
  LimitExceededException: {
    code: 'throttled',
    retry: 'later',
    sentence: 'a limit of Amazon SES was reached',
  },
  TooManyRequestsException: {
    code: 'throttled',
    retry: 'later',
    sentence: 'Amazon SES asks for fewer messages at once',
  },
  ThrottlingException: {
    code: 'throttled',
    retry: 'later',
    sentence: 'Amazon SES asks for fewer messages at once',
  },
}

function fix(sentence: string): Verdict {
  return { code: 'rejected', retry: 'after-fix', sentence }
}

const refusedLogins = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'ExpiredTokenException',
  'AccessDeniedException',
  'CredentialsProviderError',
])

/** Ends a connection before a byte of the request was taken. */
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Until the day's quota is free again there is no use in asking every minute. */
const quotaPauseMs = 60 * 60_000

/**
 * The verdict on a call that failed. SES has no key against sending twice: what broke off after the request was
 * written is `unknown`. Never carries the error it is made of.
 */
export function sesError(thrown: unknown): GuichetError {
  const { data } = thrownSchema.safeParse(thrown)
  if (data === undefined) return unknown('failed')
  const facts = { provider: 'ses', providerCode: data.name }
  if (refusedLogins.has(data.name)) {
    const sentence = 'Amazon refused the credentials: check the key, its rights and its region'
    return new GuichetError('authentication-failed', sentence, { ...facts, retry: 'after-fix' })
  }
  const verdict = verdicts[data.name]
  if (verdict !== undefined) return said(verdict, data, facts)
  if (notSent.has(data.code ?? '')) {
    return new GuichetError('host-unreachable', `Amazon SES cannot be reached (${data.code})`, {
      ...facts,
      retry: 'later',
    })
  }
  const status = data.$metadata?.httpStatusCode ?? 0
  if (status >= 400 && status < 500)
    return new GuichetError('rejected', `Amazon SES answered ${status}`, facts)
  return unknown(data.name)
}

function said(
  { code, retry, sentence }: Verdict,
  { message }: Thrown,
  facts: GuichetErrorDetails,
): GuichetError {
  // Amazon's sentence names the address that is not verified, or the quota.
  const whole = message === '' ? sentence : `${sentence}: ${message.slice(0, 300)}`
  const isQuota = code === 'throttled' && /daily/i.test(message)
  return new GuichetError(code, whole, {
    ...facts,
    retry,
    ...(isQuota ? { retryAfterMs: quotaPauseMs } : {}),
  })
}

function unknown(providerCode: string): GuichetError {
  return new GuichetError(
    'outcome-unknown',
    'Amazon SES gave no clear answer; the message may have been sent',
    {
      ...{ outcome: 'unknown', provider: 'ses', providerCode },
    },
  )
}
