import { type GuichetError, type Sender, secret } from '@guichet/core'
import { type DovecotServer, dovecotMissing, skipUnless, startDovecot } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { imap } from './imap.ts'

const address = 'support@guichet.test'
const password = 'correct horse'
const users = [{ address, password }]

interface Attempt {
  readonly settings?: object
  readonly password?: string
  readonly ca?: string | undefined
}

async function verify({ settings, password: given = password, ca }: Attempt): Promise<void> {
  const channel = imap({ privateHosts: 'allowed', ...(ca === undefined ? {} : { tls: { ca } }) })
  const parsed = channel.settings.parse({ address, host: '127.0.0.1', ...settings })
  await channel.verify?.({ settings: parsed, secrets: secret({ password: given }) })
}

async function failure(attempt: Attempt): Promise<GuichetError> {
  return verify(attempt).then(
    () => Promise.reject(new Error('it was expected to fail')),
    (error: GuichetError) => {
      expect(error.message).not.toContain(password)
      return error
    },
  )
}

describe.skipIf(skipUnless(dovecotMissing()))('verifying a mailbox on Dovecot', () => {
  let server: DovecotServer
  let misnamed: DovecotServer
  let plain: DovecotServer

  beforeAll(async () => {
    const misnamedOptions = { users, certificateNames: ['other.example'] }
    const servers = [
      startDovecot({ users }),
      startDovecot(misnamedOptions),
      startDovecot({ users, tls: false }),
    ]
    const [first, second, third] = await Promise.all(servers)
    if (!first || !second || !third) throw new Error('three servers were started')
    ;[server, misnamed, plain] = [first, second, third]
  })
  afterAll(() => Promise.all([server?.stop(), misnamed?.stop(), plain?.stop()]))

  it('succeeds over TLS, over STARTTLS and, if told so, in plain text', async () => {
    await verify({ settings: { port: server.tlsPort, security: 'tls' }, ca: server.ca })
    await verify({ settings: { port: server.port, security: 'starttls', folders: ['Sent'] }, ca: server.ca })
    await verify({ settings: { port: plain.port, security: 'none' } })
  })

  it('names a wrong password', async () => {
    const error = await failure({ settings: { port: server.tlsPort }, password: 'wrong', ca: server.ca })
    expect(error).toMatchObject({ code: 'authentication-failed', retry: 'after-fix' })
    expect(error.message).toContain(`127.0.0.1:${server.tlsPort} refused the user name ${address}`)
  })

  it('names a closed port', async () => {
    const error = await failure({ settings: { port: 1 } })
    expect(error).toMatchObject({ code: 'host-unreachable', retry: 'later', providerCode: 'ECONNREFUSED' })
    expect(error.message).toBe('127.0.0.1:1 refuses connections; check host and port')
  })

  it('names an unknown host', async () => {
    const error = await failure({ settings: { host: 'mail.invalid' } })
    expect(error).toMatchObject({ code: 'host-unreachable', retry: 'later' })
    expect(error.message).toBe('no server is known under the name mail.invalid; check the host')
  })

  it.each(['tls', 'starttls'] as const)('refuses a self-signed certificate (%s)', async (security) => {
    const port = security === 'tls' ? server.tlsPort : server.port
    const error = await failure({ settings: { port, security } })
    expect(error).toMatchObject({ code: 'tls-failed', retry: 'after-fix' })
    expect(error.message).toContain('is self-signed')
  })

  it.each(['tls', 'starttls'] as const)('refuses a certificate for another name (%s)', async (security) => {
    const port = security === 'tls' ? misnamed.tlsPort : misnamed.port
    const error = await failure({ settings: { port, security }, ca: misnamed.ca })
    expect(error).toMatchObject({ code: 'tls-failed', retry: 'after-fix' })
    expect(error.message).toContain('belongs to another name')
  })

  it('never goes on in plain text when STARTTLS is not offered', async () => {
    const error = await failure({ settings: { port: plain.port, security: 'starttls' } })
    expect(error).toMatchObject({ code: 'tls-failed', retry: 'after-fix' })
    expect(error.message).toContain('does not offer STARTTLS')
  })

  it('names the wrong kind of port', async () => {
    const error = await failure({ settings: { port: server.port, security: 'tls' } })
    expect(error).toMatchObject({ code: 'tls-failed', retry: 'after-fix' })
    expect(error.message).toContain('does not speak TLS from the first byte')
  })

  it('names a missing folder and those that exist', async () => {
    const settings = { port: server.tlsPort, folders: ['INBOX', 'Facturation'] }
    const error = await failure({ settings, ca: server.ca })
    expect(error).toMatchObject({ code: 'folder-missing', retry: 'after-fix', field: 'folders' })
    expect(error.message).toContain('has no folder Facturation')
    expect(error.message).toMatch(/there are: .*Sent.*INBOX/)
  })

  it('verifies the sender too, with the password of the mailbox unless it has its own', async () => {
    const seen: unknown[] = []
    const sender: Sender = {
      settings: z.strictObject({ host: z.string(), username: z.string().nullish() }),
      secrets: z.strictObject({ password: z.string() }),
      send: async () => ({ providerId: null }),
      verify: async ({ settings, secrets }) => {
        seen.push([settings, secrets.reveal()])
      },
    }
    const channel = imap({ privateHosts: 'allowed', sender, tls: { ca: server.ca } })
    const smtp = { host: 'smtp.guichet.test' }
    const base = { address, host: '127.0.0.1', port: server.tlsPort }
    const settings = channel.settings.parse({ ...base, smtp })
    await channel.verify?.({ settings, secrets: secret(channel.secrets.parse({ password })) })
    const own = channel.secrets.parse({ password, smtp: { password: 'other' } })
    await channel.verify?.({
      settings: channel.settings.parse({ ...base, smtp: { ...smtp, username: null } }),
      secrets: secret(own),
    })
    expect(seen).toEqual([
      [{ ...smtp, username: address }, { password }],
      [{ ...smtp, username: null }, { password: 'other' }],
    ])
  })
})
