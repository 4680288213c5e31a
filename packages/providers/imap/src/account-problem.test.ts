import {
  type AccountProvider,
  describeAccountProblem,
  isGuichetError,
  type MailAccounts,
  secret,
} from '@guichet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import { fakeAccount, type ImapServer, startImapServer } from './testing/index.ts'

let server: ImapServer

beforeEach(async () => {
  server = await startImapServer({ account: fakeAccount() })
})
afterEach(() => server.stop())

const provider = (name: string, logins: AccountProvider['logins']): AccountProvider => ({
  ...{ key: name.toLowerCase(), name, logins, helpUrl: 'https://help.example', remarks: null },
})

function accountsOf(known: AccountProvider | null): MailAccounts {
  const nothing = () => Promise.reject(new Error('not asked for here'))
  return {
    ...{
      discover: nothing,
      beginSignIn: nothing,
      finishSignIn: nothing,
      renew: nothing,
      signInProviders: [],
    },
    providerOf: () => known,
  }
}

async function problemsOf(known: AccountProvider | null = null, changes: object = {}) {
  const { host, port } = server
  const channel = imap({ privateHosts: 'allowed', accounts: accountsOf(known) })
  const settings = {
    address: 'ann@x.example',
    name: '',
    host,
    port,
    security: 'none',
    username: 'ann',
    folders: ['INBOX'],
    ...changes,
  }
  const verifying = channel.verify?.({
    settings: channel.settings.parse(settings),
    secrets: secret({ password: 'p' }),
  })
  const error: unknown = await verifying?.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!isGuichetError(error)) return { code: null, problems: [], error }
  return { code: error.code, problems: error.problems, error }
}

const gmail = provider('Gmail', ['oauth2', 'app-password'])
const outlook = provider('Outlook.com', ['oauth2'])
const orange = provider('Orange', ['password'])

describe('what a refused login says', () => {
  it.each([
    ['[AUTHENTICATIONFAILED] Invalid credentials (Failure)', null, 'password-refused'],
    ['[AUTHENTICATIONFAILED] Authentication failed.', orange, 'password-refused'],
    ['[AUTHENTICATIONFAILED] Invalid credentials (Failure)', gmail, 'app-password-needed'],
    [
      '[ALERT] Application-specific password required: https://support.google.com/x (Failure)',
      null,
      'app-password-needed',
    ],
    [
      '[ALERT] Your account is not enabled for IMAP use. Please visit your settings page',
      gmail,
      'imap-disabled',
    ],
    ['[WEBALERT https://accounts.google.com/signin/continue] Web login required.', gmail, 'web-login-needed'],
    ['LOGIN failed.', outlook, 'sign-in-needed'],
    ['LOGIN failed. BasicAuthBlocked', null, 'sign-in-needed'],
    ['Login failed: user not enabled for POP3/IMAP', null, 'imap-disabled'],
  ] as const)('%s', async (answer, known, key) => {
    server.lie(`C: LOGIN *\nS: $tag NO ${answer}`)
    const { code, problems, error } = await problemsOf(known)
    expect(code).toBe('authentication-failed')
    expect(problems).toMatchObject([{ key, server: 'incoming', facts: { username: 'ann' } }])
    // The server's own text may quote anything; it chooses a sentence and goes no further.
    expect(JSON.stringify([problems, String(error)])).not.toContain('Failure')
  })

  it.each([
    ['[LIMIT] Too many simultaneous connections', 'throttled', 'throttled'],
    ['[UNAVAILABLE] Temporary authentication failure', 'host-unreachable', 'unavailable'],
    ['[INUSE] mailbox busy', 'throttled', 'throttled'],
  ])('is not the fault of the password when the server says %s', async (answer, expected, key) => {
    server.lie(`C: LOGIN *\nS: $tag NO ${answer}`)
    const { code, problems } = await problemsOf(gmail)
    expect({ code, key: problems[0]?.key }).toEqual({ code: expected, key })
  })

  it('a folder that is not there, a closed port and a server without STARTTLS are told apart', async () => {
    server.lie('C: LOGIN *\nS: $tag OK in', 1)
    expect((await problemsOf(null, { folders: ['Nowhere'] })).problems).toMatchObject([
      { key: 'folder-missing', field: 'settings.folders', facts: { folder: 'Nowhere' } },
    ])
    expect((await problemsOf(null, { security: 'starttls' })).problems).toMatchObject([
      { key: 'starttls-missing', field: 'settings.security' },
    ])
    expect((await problemsOf(null, { security: 'tls' })).problems).toMatchObject([{ key: 'tls-not-spoken' }])
    await server.stop()
    expect((await problemsOf()).problems).toMatchObject([{ key: 'port-closed', field: 'settings.port' }])
  })

  it('has words in both languages that name the provider', async () => {
    server.lie('C: LOGIN *\nS: $tag NO [AUTHENTICATIONFAILED] no')
    const [problem] = (await problemsOf(gmail)).problems
    if (problem === undefined) throw new Error('there is a problem')
    const { en, fr } = describeAccountProblem(problem)
    expect(en.remedy).toContain('app password')
    expect(fr.remedy).toContain('mot de passe d’application')
    expect(en.what + fr.what).toMatch(/Gmail.*Gmail/)
  })
})
