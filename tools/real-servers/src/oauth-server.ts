import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Configuration, interactionPolicy, Provider } from 'oidc-provider'

export interface OAuthServerOptions {
  /** The accounts that can sign in; whoever is named by `login_hint` is taken to be there. */
  readonly accounts: readonly string[]
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly accessTokenSeconds?: number
}

/** A real OAuth2 server (oidc-provider) on a free port of 127.0.0.1: PKCE, rotation of refresh tokens, revocation. */
export interface OAuthServer {
  readonly clientId: string
  readonly clientSecret: string
  readonly endpoints: { readonly issuer: string; readonly authorization: string; readonly token: string }
  /** For Dovecot: answers 200 with the account for a token that is valid, 401 otherwise. */
  readonly tokenInfoUrl: string
  /** How often tokens were asked for. */
  readonly tokenRequests: () => number
  /** Goes through the sign-in page as the person would; returns where they are sent back to. */
  signIn(url: string, choice?: SignInChoice): Promise<string>
  /** The next token requests are answered with this status instead. */
  failNext(status: number, headers?: Readonly<Record<string, string>>): void
  /** The person takes all permissions back. */
  revoke(account: string): Promise<void>
  stop(): Promise<void>
}

export interface SignInChoice {
  /** Scopes whose boxes they untick. */
  readonly untick?: readonly string[]
  readonly refuse?: boolean
}

const clientId = 'guichet-test'
const clientSecret = 'a secret that only the test knows'

export async function startOAuthServer(options: OAuthServerOptions): Promise<OAuthServer> {
  const failures: { status: number; headers: Readonly<Record<string, string>> }[] = []
  const grants = new Map<string, Set<string>>()
  let tokenRequests = 0
  let choice: SignInChoice = {}
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, configurationOf(options))
  const handle = provider.callback()

  server.on('request', (request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.message : 'unknown')
    })
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname.startsWith('/interaction/')) return interact(request, response)
    if (url.pathname === '/tokeninfo') return tellToken(url.searchParams.get('access_token'), response)
    if (url.pathname === '/token') {
      tokenRequests += 1
      const failure = failures.shift()
      if (failure !== undefined) return response.writeHead(failure.status, failure.headers).end('busy')
    }
    return handle(request, response)
  }

  async function tellToken(value: string | null, response: ServerResponse): Promise<void> {
    const token = await provider.AccessToken.find(value ?? '')
    response.writeHead(token ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(token ? { email: token.accountId } : { error: 'invalid_token' }))
  }

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response)
    if (choice.refuse) {
      return provider.interactionFinished(request, response, { error: 'access_denied' })
    }
    if (prompt.name === 'select_account') {
      return provider.interactionFinished(
        request,
        response,
        { select_account: {} },
        { mergeWithLastSubmission: true },
      )
    }
    if (prompt.name === 'login') {
      return provider.interactionFinished(request, response, {
        login: { accountId: String(params.login_hint) },
      })
    }
    const accountId = session?.accountId ?? ''
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId, clientId })
    if (grant === undefined) throw new Error('the grant is gone')
    const asked = String(params.scope).split(' ')
    const unticked = new Set(choice.untick ?? [])
    grant.addOIDCScope(asked.filter((scope) => !unticked.has(scope)).join(' '))
    grant.rejectOIDCScope([...unticked].join(' '))
    const id = await grant.save()
    grants.set(accountId, (grants.get(accountId) ?? new Set()).add(id))
    await provider.interactionFinished(
      request,
      response,
      { consent: { grantId: id } },
      { mergeWithLastSubmission: true },
    )
  }

  return {
    ...{ clientId, clientSecret },
    endpoints: { issuer, authorization: `${issuer}/auth`, token: `${issuer}/token` },
    tokenInfoUrl: `${issuer}/tokeninfo?access_token=`,
    tokenRequests: () => tokenRequests,
    async signIn(url, chosen = {}) {
      choice = chosen
      return follow(url, options.redirectUri)
    },
    failNext: (status, headers = {}) => void failures.push({ status, headers }),
    async revoke(account) {
      for (const id of grants.get(account) ?? []) {
        await Promise.all([
          provider.AccessToken.revokeByGrantId(id),
          provider.RefreshToken.revokeByGrantId(id),
        ])
      }
    },
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function configurationOf({
  accounts,
  redirectUri,
  scopes,
  accessTokenSeconds = 3_600,
}: OAuthServerOptions): Configuration {
  // Microsoft's page has it; without a listing the server calls it an invalid request.
  const policy = interactionPolicy.base()
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }))
  return {
    clients: [
      {
        ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] },
        ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'offline_access', ...scopes],
    findAccount: (_, id) =>
      accounts.includes(id) ? { accountId: id, claims: async () => ({ sub: id }) } : undefined,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    ttl: {
      ...{ AccessToken: accessTokenSeconds, RefreshToken: 86_400, AuthorizationCode: 60 },
      ...{ Interaction: 600, Session: 600, Grant: 86_400, IdToken: 600 },
    },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['only for a test'] },
  }
}

/** Follows redirects with cookies, as a browser does, up to the host application's own address. */
async function follow(url: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next = url
  for (let hops = 0; hops < 12; hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`no way back from ${next}: ${response.status} ${await response.text()}`)
    next = new URL(location, next).href
    if (next.startsWith(redirectUri)) return next
  }
  throw new Error('the sign-in goes in circles')
}
