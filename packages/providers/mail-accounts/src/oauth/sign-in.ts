import {
  type AccountTokens,
  type BegunSignIn,
  type Clock,
  GuichetError,
  type MailAccounts,
  type SignInAnswer,
  type SignInRequest,
} from '@guichet/core'
import {
  AuthorizationResponseError,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi'
import type { OAuthClient } from './oauth-clients.ts'
import { oauthError } from './oauth-errors.ts'
import { requestTokens, serverOf } from './token-request.ts'

const requestMs = 15_000
/** RFC 6749 lets a server leave the time out; an hour is what everybody gives. */
const usualLifeSeconds = 3_600

/** Signing in at Google and Microsoft: the authorisation code flow with PKCE (RFC 6749, 7636, 9700). */
export function signIn(
  clients: ReadonlyMap<string, OAuthClient>,
  clock: Clock,
): Pick<MailAccounts, 'beginSignIn' | 'finishSignIn' | 'renew'> {
  const clientOf = (key: string): OAuthClient => {
    const client = clients.get(key)
    if (client !== undefined) return client
    const sentence = `provider: nobody can sign in with ${key} here; give mailAccounts a client id for it`
    throw new GuichetError('invalid-input', sentence, { field: 'provider', retry: 'after-fix' })
  }
  return {
    beginSignIn: (request) => begin(clientOf(request.provider), clock, request),
    finishSignIn: (answer) => finish(clientOf(answer.provider), clock, answer),
    async renew(tokens) {
      const before = tokens.reveal()
      return renew(clientOf(before.provider), clock, before)
    },
  }
}

async function begin(
  client: OAuthClient,
  clock: Clock,
  { state, address }: SignInRequest,
): Promise<BegunSignIn> {
  const verifier = Buffer.from(clock.randomBytes(32)).toString('base64url')
  const url = new URL(client.endpoints.authorization)
  const parameters = {
    client_id: client.client.client_id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: client.scopes.join(' '),
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    login_hint: address,
    ...client.extra,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url: url.href, verifier }
}

async function finish(client: OAuthClient, clock: Clock, answer: SignInAnswer): Promise<AccountTokens> {
  const server = serverOf(client)
  const parameters = callbackParameters(client, answer)
  const tokens = await requestTokens(
    client,
    () =>
      authorizationCodeGrantRequest(
        server,
        client.client,
        client.authentication,
        parameters,
        client.redirectUri,
        answer.verifier,
        { ...client.insecure, signal: AbortSignal.timeout(requestMs) },
      ),
    (response) => processAuthorizationCodeResponse(server, client.client, response),
  )
  const missing = missingScopes(client, tokens)
  if (missing.length > 0 || tokens.refresh_token === undefined) {
    throw oauthError(client, {
      ...{ code: 'authentication-failed', retry: 'after-fix', key: 'sign-in-incomplete' },
      sentence: `${client.name} was not allowed everything that is needed (${missing.join(', ') || 'a refresh token'})`,
    })
  }
  return accountTokens(client, clock, tokens, tokens.refresh_token)
}

function callbackParameters(client: OAuthClient, { url, state }: SignInAnswer): URLSearchParams {
  const callback = URL.canParse(url) ? new URL(url) : null
  if (callback === null) throw unusable(client)
  // Microsoft's `common` authority answers for the tenant of the person: its issuer is another one each time.
  const issuer = callback.searchParams.get('iss')
  if (issuer?.startsWith('https://login.microsoftonline.com/') && client.key === 'microsoft') {
    callback.searchParams.delete('iss')
  }
  try {
    return validateAuthResponse(serverOf(client), client.client, callback, state)
  } catch (error) {
    if (!(error instanceof AuthorizationResponseError)) throw unusable(client)
    throw oauthError(client, {
      ...{ code: 'authentication-failed', retry: 'after-fix', key: 'sign-in-cancelled' },
      sentence: `the sign-in with ${client.name} was cancelled or refused`,
      ...(/^[a-z_]{1,60}$/.test(error.error) ? { providerCode: error.error } : {}),
    })
  }
}

function unusable(client: OAuthClient): GuichetError {
  return oauthError(client, {
    ...{ code: 'authentication-failed', retry: 'after-fix', key: 'sign-in-expired' },
    sentence: 'this answer belongs to no sign-in that was begun here; start again',
  })
}

/** People can untick what they are asked for. A server that names no scope gave what was asked (RFC 6749 §5.1). */
function missingScopes({ scopes }: OAuthClient, { scope }: TokenEndpointResponse): readonly string[] {
  if (scope === undefined) return []
  const granted = new Set(scope.toLowerCase().split(' '))
  // Shown by the refresh token itself, and never listed by Microsoft.
  return scopes.filter((asked) => asked !== 'offline_access' && !granted.has(asked.toLowerCase()))
}

async function renew(client: OAuthClient, clock: Clock, before: AccountTokens): Promise<AccountTokens> {
  const server = serverOf(client)
  const tokens = await requestTokens(
    client,
    () =>
      refreshTokenGrantRequest(server, client.client, client.authentication, before.refreshToken, {
        ...client.insecure,
        signal: AbortSignal.timeout(requestMs),
      }),
    (response) => processRefreshTokenResponse(server, client.client, response),
  )
  // A server that rotates gives a new one and forgets the old; one that does not says nothing.
  return accountTokens(client, clock, tokens, tokens.refresh_token ?? before.refreshToken)
}

function accountTokens(
  client: OAuthClient,
  clock: Clock,
  tokens: TokenEndpointResponse,
  refreshToken: string,
): AccountTokens {
  const seconds = tokens.expires_in ?? usualLifeSeconds
  return {
    provider: client.key,
    accessToken: tokens.access_token,
    refreshToken,
    expiresAt: new Date(clock.now().getTime() + seconds * 1_000).toISOString(),
  }
}
