import { type AccountProblemKey, GuichetError, type GuichetErrorCode, type Retry } from '@guichet/core'
import type { OAuthClient } from './oauth-clients.ts'

interface Failure {
  readonly code: GuichetErrorCode
  readonly retry: Retry
  readonly key: AccountProblemKey
  readonly sentence: string
  readonly providerCode?: string
  readonly retryAfterMs?: number
}

/** An error of a sign-in or a renewal, with its words. Nothing of the provider's text is kept. */
export function oauthError({ name }: OAuthClient, failure: Failure): GuichetError {
  const { code, retry, key, sentence, providerCode, retryAfterMs } = failure
  return new GuichetError(code, sentence, {
    ...{ retry, provider: 'oauth2' },
    problems: [{ key, server: 'incoming', field: null, facts: { provider: name } }],
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** The person, or an administrator, took the permission back: only they can give it again. */
export function revoked(client: OAuthClient, providerCode: string): GuichetError {
  return oauthError(client, {
    ...{ code: 'access-revoked', retry: 'after-fix', key: 'signed-out', providerCode },
    sentence: `${client.name} ended the access to this account (${providerCode}); connect it again`,
  })
}

/** The provider is busy or away: the permission still stands. */
export function busy(client: OAuthClient, status: number, retryAfterMs: number | null): GuichetError {
  const isThrottled = status === 429
  return oauthError(client, {
    code: isThrottled ? 'throttled' : 'host-unreachable',
    ...{ retry: 'later', key: isThrottled ? 'throttled' : 'unavailable', providerCode: String(status) },
    sentence: `${client.name} gives no new token at the moment (${status}); it is asked again later`,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  })
}

/** No answer at all. */
export function unreachable(client: OAuthClient): GuichetError {
  return oauthError(client, {
    ...{ code: 'host-unreachable', retry: 'later', key: 'unavailable' },
    sentence: `${client.name} could not be asked for a token; it is asked again later`,
  })
}

/** The host's own registration is at fault; nobody who owns a mailbox can help. */
export function misconfigured(client: OAuthClient, providerCode: string): GuichetError {
  return oauthError(client, {
    ...{ code: 'invalid-configuration', retry: 'later', key: 'unavailable', providerCode },
    sentence: `${client.name} does not accept this program (${providerCode}); check its client id, secret and redirect address`,
  })
}
