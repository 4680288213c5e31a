import { type AccountTokens, secret } from '@guichet/core'
import { testClock } from '@guichet/core/testing'
import { type OAuthServer, startOAuthServer } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailAccounts } from '../mail-accounts.ts'

const redirectUri = 'https://inbox.example/sign-in'
const address = 'claire@dupont.example'
const imapScope = 'https://outlook.office.com/IMAP.AccessAsUser.All'
const smtpScope = 'https://outlook.office.com/SMTP.Send'
const clock = testClock()

let server: OAuthServer
let accounts: ReturnType<typeof mailAccounts>

beforeAll(async () => {
  server = await startOAuthServer({ accounts: [address], redirectUri, scopes: [imapScope, smtpScope] })
  const { clientId, clientSecret, endpoints } = server
  accounts = mailAccounts({ clock, redirectUri, microsoft: { clientId, clientSecret, endpoints } })
})
afterAll(() => server.stop())

const request = { provider: 'microsoft', state: 'state-of-this-test', address }

async function signedIn(): Promise<AccountTokens> {
  const { url, verifier } = await accounts.beginSignIn(request)
  return accounts.finishSignIn({ ...request, verifier, url: await server.signIn(url) })
}

describe('signing in', () => {
  it('asks for exactly what mail needs, for this account, with PKCE and without a secret in the address', async () => {
    const { url, verifier } = await accounts.beginSignIn(request)
    const { searchParams } = new URL(url)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ response_type: 'code', redirect_uri: redirectUri, state: request.state, login_hint: address },
      ...{ code_challenge_method: 'S256', scope: `${imapScope} ${smtpScope} offline_access` },
    })
    expect(url).not.toContain(verifier)
    expect(url).not.toContain(encodeURIComponent(server.clientSecret))
  })

  it('gives tokens and when they end', async () => {
    const tokens = await signedIn()
    expect(tokens).toMatchObject({ provider: 'microsoft' })
    expect(Date.parse(tokens.expiresAt) - clock.now().getTime()).toBe(3_600_000)
  })

  it('says so when a box was unticked', async () => {
    const { url, verifier } = await accounts.beginSignIn(request)
    const back = await server.signIn(url, { untick: [smtpScope] })
    await expect(accounts.finishSignIn({ ...request, verifier, url: back })).rejects.toMatchObject({
      code: 'authentication-failed',
      problems: [{ key: 'sign-in-incomplete', facts: { provider: 'Microsoft' } }],
    })
  })

  it('says so when it was refused', async () => {
    const { url, verifier } = await accounts.beginSignIn(request)
    const back = await server.signIn(url, { refuse: true })
    await expect(accounts.finishSignIn({ ...request, verifier, url: back })).rejects.toMatchObject({
      ...{ code: 'authentication-failed', providerCode: 'access_denied' },
      problems: [{ key: 'sign-in-cancelled' }],
    })
  })

  it('takes no answer to another question, and none with a foreign code, verifier or issuer', async () => {
    const { url, verifier } = await accounts.beginSignIn(request)
    const back = await server.signIn(url)
    const finish = (changes: {
      readonly url?: string
      readonly state?: string
      readonly verifier?: string
    }) => accounts.finishSignIn({ ...request, verifier, url: back, ...changes })
    const before = server.tokenRequests()
    const unusable = { code: 'authentication-failed', problems: [{ key: 'sign-in-expired' }] }
    await expect(finish({ state: 'another-state' })).rejects.toMatchObject(unusable)
    await expect(finish({ url: 'no url' })).rejects.toMatchObject(unusable)
    const mixedUp = new URL(back)
    mixedUp.searchParams.set('iss', 'https://evil.example')
    await expect(finish({ url: mixedUp.href })).rejects.toMatchObject(unusable)
    expect(server.tokenRequests()).toBe(before)
    await expect(finish({ verifier: 'x'.repeat(43) })).rejects.toMatchObject({ code: 'access-revoked' })
  })
})

describe('renewing', () => {
  it('gives new tokens and keeps the rotated refresh token', async () => {
    const before = await signedIn()
    const after = await accounts.renew(secret(before))
    expect(after.accessToken).not.toBe(before.accessToken)
    expect(after.refreshToken).not.toBe(before.refreshToken)
    expect((await accounts.renew(secret(after))).refreshToken).not.toBe(after.refreshToken)
  })

  it.each([429, 500, 503])('a provider that answers %i has not revoked anything', async (status) => {
    const tokens = await signedIn()
    server.failNext(status, { 'retry-after': '7' })
    await expect(accounts.renew(secret(tokens))).rejects.toMatchObject({
      ...{ code: status === 429 ? 'throttled' : 'host-unreachable', retry: 'later', retryAfterMs: 7_000 },
    })
    await accounts.renew(secret(tokens))
  })

  it('a provider that cannot be reached has not revoked anything', async () => {
    const { clientId, clientSecret, endpoints } = server
    const away = mailAccounts({
      redirectUri,
      microsoft: { clientId, clientSecret, endpoints: { ...endpoints, token: 'http://127.0.0.1:1/token' } },
    })
    await expect(away.renew(secret(await signedIn()))).rejects.toMatchObject({
      ...{ code: 'host-unreachable', retry: 'later' },
    })
  })

  it('a client secret that ran out is the fault of the host, not of the person', async () => {
    const { clientId, endpoints } = server
    const wrong = mailAccounts({ redirectUri, microsoft: { clientId, clientSecret: 'old', endpoints } })
    await expect(wrong.renew(secret(await signedIn()))).rejects.toMatchObject({
      ...{ code: 'invalid-configuration', providerCode: 'invalid_client' },
    })
  })

  it('only a permission that was taken back asks the person to connect again', async () => {
    const tokens = await signedIn()
    await server.revoke(address)
    const error = await accounts.renew(secret(tokens)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      ...{ code: 'access-revoked', retry: 'after-fix', providerCode: 'invalid_grant' },
      problems: [{ key: 'signed-out', facts: { provider: 'Microsoft' } }],
    })
    expect(JSON.stringify(error) + String(error)).not.toContain(tokens.refreshToken)
  })
})

it('a host without a redirect address is told at once', () => {
  expect(() => mailAccounts({ google: { clientId: 'x' } })).toThrow(/redirectUri/)
})
