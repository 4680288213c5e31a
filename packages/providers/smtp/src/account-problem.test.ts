import { isGuichetError, secret } from '@guichet/core'
import { afterEach, describe, expect, it } from 'vitest'
import { smtp } from './smtp.ts'
import { startCapturingSmtpServer } from './testing/capturing-smtp-server.ts'
import { type Script, startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

const open: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

async function problemOf(port: number, changes: object = {}, secrets: object = { password: 'p' }) {
  const sender = smtp({ privateHosts: 'allowed', timeouts: { connectMs: 2_000, replyMs: 2_000 } })
  const settings = { host: '127.0.0.1', port, security: 'none', username: 'ann', ...changes }
  const checked = {
    settings: sender.settings.parse(settings),
    secrets: secret(sender.secrets.parse(secrets)),
  }
  const error: unknown = await sender.verify?.(checked).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!isGuichetError(error)) return null
  return { code: error.code, ...error.problems[0] }
}

async function scripted(script: Script): Promise<number> {
  const server = await startScriptedSmtpServer(script)
  open.push(server)
  return server.port
}

const refusing = (say: string) => scripted({ extensions: ['AUTH PLAIN XOAUTH2'], faults: { auth: { say } } })

describe('what a refused login says', () => {
  it.each([
    ['535 5.7.8 Username and Password not accepted.', 'password-refused', 'secrets.password'],
    ['534 5.7.9 Application-specific password required.', 'app-password-needed', 'secrets.password'],
    ['535 5.7.139 Authentication unsuccessful, basic authentication is disabled.', 'sign-in-needed', null],
    ['550 5.7.30 Basic authentication is not supported for Client Submission', 'sign-in-needed', null],
    [
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      ...(['sending-disabled', null] as const),
    ],
    ['534 5.7.14 Please log in via your web browser and then try again.', 'web-login-needed', null],
    [
      '538 5.7.11 Encryption required for requested authentication mechanism',
      'encryption-needed',
      'settings.security',
    ],
  ])('%s', async (say, key, field) => {
    const problem = await problemOf(await refusing(say))
    expect(problem).toMatchObject({ code: 'authentication-failed', key, field, server: 'outgoing' })
  })

  it('is not the fault of the password when the server only wants a pause', async () => {
    const problem = await problemOf(
      await refusing('454 4.7.0 Too many login attempts, please try again later.'),
    )
    expect(problem).toMatchObject({ code: 'throttled', key: 'throttled' })
  })

  it('a closed port, an unknown name, no STARTTLS, no TLS and no login are told apart', async () => {
    expect(await problemOf(1)).toMatchObject({ key: 'port-closed', facts: { host: '127.0.0.1', port: 1 } })
    expect(await problemOf(25, { host: 'nowhere.invalid' })).toMatchObject({ key: 'host-unknown' })
    const plain = await scripted({ extensions: ['8BITMIME'] })
    expect(await problemOf(plain, { security: 'starttls' })).toMatchObject({ key: 'starttls-missing' })
    expect(await problemOf(plain, { security: 'tls' })).toMatchObject({ key: 'tls-not-spoken' })
    expect(await problemOf(plain)).toMatchObject({ key: 'login-not-offered' })
  })
})

describe('a login with a token', () => {
  const tokens = async () => {
    const server = await startCapturingSmtpServer({
      authMethods: ['XOAUTH2'],
      onAuth: ({ username, accessToken }, _, done) => {
        if (username === 'ann' && accessToken === 'good') done(null, { user: 'ann' })
        // As RFC 7628 has it: first a challenge that says why, then the verdict.
        else done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } })
      },
    })
    open.push(server)
    return server.port
  }

  it('opens a real server', async () => {
    expect(await problemOf(await tokens(), {}, { accessToken: 'good' })).toBeNull()
  })

  it('that is refused ends with a verdict instead of waiting', async () => {
    expect(await problemOf(await tokens(), {}, { accessToken: 'revoked' })).toMatchObject({
      code: 'authentication-failed',
    })
  })
})
