import { GuichetError } from '@guichet/core'
import { allowInsecureRequests, type Client, type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'

/** How this host is registered with a provider. */
export interface OAuthClientOptions {
  readonly clientId: string
  /** Absent for a public client: PKCE protects it. */
  readonly clientSecret?: string
  /** Another server than the provider's own: a sovereign cloud, or a test. */
  readonly endpoints?: OAuthEndpoints
}

export interface OAuthEndpoints {
  readonly issuer: string
  readonly authorization: string
  readonly token: string
}

export interface OAuthOptions {
  readonly google?: OAuthClientOptions
  /** `tenant`: `common` unless told; `consumers` for personal accounts only, or the id of one company. */
  readonly microsoft?: OAuthClientOptions & { readonly tenant?: string }
  /** Where providers send people back to, exactly as registered with them. */
  readonly redirectUri?: string
}

/** Everything needed to talk to one provider. */
export interface OAuthClient {
  readonly key: string
  /** As people call it. */
  readonly name: string
  readonly endpoints: OAuthEndpoints
  readonly client: Client
  readonly authentication: ClientAuth
  readonly redirectUri: string
  readonly scopes: readonly string[]
  /** Parameters of its sign-in page beyond the standard ones. */
  readonly extra: Readonly<Record<string, string>>
  /** Only for a server on this machine. */
  readonly insecure: { readonly [allowInsecureRequests]?: boolean }
}

/** The providers this host can sign people in with, by key. Throws `invalid-configuration`. */
export function oauthClients({
  google,
  microsoft,
  redirectUri,
}: OAuthOptions): ReadonlyMap<string, OAuthClient> {
  const clients: OAuthClient[] = []
  if (google !== undefined) {
    clients.push({
      ...registration('google', google, redirectUri),
      name: 'Google',
      endpoints: google.endpoints ?? {
        issuer: 'https://accounts.google.com',
        authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
        token: 'https://oauth2.googleapis.com/token',
      },
      scopes: ['https://mail.google.com/'],
      // Without both of them Google gives a refresh token only the first time.
      extra: { access_type: 'offline', prompt: 'consent' },
    })
  }
  if (microsoft !== undefined) {
    const authority = `https://login.microsoftonline.com/${encodeURIComponent(microsoft.tenant ?? 'common')}`
    clients.push({
      ...registration('microsoft', microsoft, redirectUri),
      name: 'Microsoft',
      endpoints: microsoft.endpoints ?? {
        issuer: `${authority}/v2.0`,
        authorization: `${authority}/oauth2/v2.0/authorize`,
        token: `${authority}/oauth2/v2.0/token`,
      },
      // Of outlook.office.com: a token for Graph does not open IMAP.
      scopes: [
        'https://outlook.office.com/IMAP.AccessAsUser.All',
        'https://outlook.office.com/SMTP.Send',
        'offline_access',
      ],
      extra: { prompt: 'select_account' },
    })
  }
  return new Map(clients.map((client) => [client.key, client]))
}

function registration(
  key: string,
  { clientId, clientSecret, endpoints }: OAuthClientOptions,
  redirectUri: string | undefined,
): Pick<OAuthClient, 'key' | 'client' | 'authentication' | 'redirectUri' | 'insecure'> {
  if (clientId === '') throw wrong(`${key}.clientId`, 'the client id is empty')
  if (redirectUri === undefined || !URL.canParse(redirectUri)) {
    throw wrong('redirectUri', `${key} needs to know where to send people back to, as registered there`)
  }
  const local =
    endpoints !== undefined && /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(endpoints.token)
  return {
    ...{ key, redirectUri, client: { client_id: clientId } },
    authentication: clientSecret === undefined ? None() : ClientSecretPost(clientSecret),
    insecure: local ? { [allowInsecureRequests]: true } : {},
  }
}

function wrong(field: string, sentence: string): GuichetError {
  return new GuichetError('invalid-configuration', `mailAccounts ${field}: ${sentence}`, {
    field,
    retry: 'after-fix',
  })
}
