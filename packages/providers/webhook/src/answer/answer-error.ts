import { GuichetError, isGuichetError, type SafeResponse } from '@guichet/core'
import { retryAfterMs } from '../retry-after.ts'

/** What a failed POST of an answer means. It is never `unknown`: with one id it may be made again. */
export function answerError(failure: unknown): GuichetError {
  if (isResponse(failure)) return refusal(failure)
  if (!isGuichetError(failure))
    return new GuichetError('host-unreachable', 'the answer could not be posted', { retry: 'later' })
  const { code, message, retry, providerCode } = failure
  const details = {
    provider: 'webhook',
    outcome: 'not-done',
    ...(providerCode === undefined ? {} : { providerCode }),
  } as const
  return new GuichetError(code, `replyUrl: ${message}`, {
    ...details,
    retry: code === 'forbidden' ? 'after-fix' : retry,
  })
}

function isResponse(failure: unknown): failure is SafeResponse {
  return typeof failure === 'object' && failure !== null && 'status' in failure && 'headers' in failure
}

function refusal({ status, headers }: SafeResponse): GuichetError {
  const details = { provider: 'webhook', providerCode: String(status), outcome: 'not-done' } as const
  const answered = `replyUrl: its server answered ${status}`
  if (status === 401 || status === 403)
    return new GuichetError('authentication-failed', `${answered}: does it know the signing secret?`, {
      ...{ ...details, retry: 'after-fix' },
    })
  if (status >= 500 || status === 429 || status === 408) {
    const asked = retryAfterMs(headers.get('retry-after'), null)
    return new GuichetError('throttled', answered, {
      ...{ ...details, retry: 'later' },
      ...(asked === null ? {} : { retryAfterMs: asked }),
    })
  }
  return new GuichetError('rejected', `${answered} where only a 2xx counts`, details)
}
