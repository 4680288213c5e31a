import { GuichetError } from '@guichet/core'
import { type AuthorizationServer, ResponseBodyError, type TokenEndpointResponse } from 'oauth4webapi'
import type { OAuthClient } from './oauth-clients.ts'
import { busy, misconfigured, revoked, unreachable } from './oauth-errors.ts'

/** The permission is gone or was never complete (RFC 6749 §5.2, OpenID Connect Core §3.1.2.6). */
const needsThePerson: ReadonlySet<string> = new Set([
  ...['invalid_grant', 'interaction_required', 'login_required', 'consent_required', 'access_denied'],
])

const needsTheHost: ReadonlySet<string> = new Set([
  ...['invalid_client', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope', 'invalid_request'],
])

export function serverOf({ endpoints }: OAuthClient): AuthorizationServer {
  return {
    issuer: endpoints.issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
  }
}

/**
 * Asks the token endpoint and says what its answer means. Only an answer that says so revokes: a provider that is
 * busy, broken or silent is asked again.
 */
export async function requestTokens(
  client: OAuthClient,
  ask: () => Promise<Response>,
  read: (response: Response) => Promise<TokenEndpointResponse>,
): Promise<TokenEndpointResponse> {
  let response: Response
  try {
    response = await ask()
  } catch (error) {
    // fetch says it so, and a timeout is a DOMException; the rest is wrong use of the library.
    if (error instanceof TypeError || error instanceof DOMException) throw unreachable(client)
    throw error
  }
  if (response.status === 429 || response.status >= 500) {
    throw busy(client, response.status, retryAfterMs(response))
  }
  try {
    return await read(response)
  } catch (error) {
    throw judged(client, error)
  }
}

function judged(client: OAuthClient, error: unknown): GuichetError {
  if (error instanceof ResponseBodyError) {
    const name = /^[a-z_]{1,60}$/.test(error.error) ? error.error : 'unknown'
    if (needsThePerson.has(name)) return revoked(client, name)
    if (needsTheHost.has(name)) return misconfigured(client, name)
    return busy(client, error.status, null)
  }
  // The answer of some proxy, or a token that ends in the middle.
  if (error instanceof Error) return unreachable(client)
  return new GuichetError('internal', 'the token endpoint could not be read', { cause: error })
}

function retryAfterMs({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : null
}
