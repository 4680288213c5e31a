import { type OutboundMessage, type SentCopy, secret } from '@guichet/core'
import { type DovecotServer, dovecotMissing, skipUnless, startDovecot } from '@guichet-tools/real-servers'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { imap } from './imap.ts'

const password = 'correct horse'
const users = ['one', 'two', 'three', 'four'].map((name) => ({ address: `${name}@guichet.test`, password }))
const sender = { settings: z.unknown(), secrets: z.unknown(), send: async () => ({ providerId: null }) }

const answer: OutboundMessage = {
  id: '0197f000-0000-7000-8000-000000000001',
  from: { name: 'Support', address: 'support@guichet.test' },
  to: [{ name: 'Zoé', address: 'zoe@client.example' }],
  cc: [],
  subject: 'Re: Gâteau',
  text: 'C’est noté.',
  html: '<p>C’est noté.</p>',
  mailId: 'abc123.def456@guichet.test',
  inReplyTo: null,
  references: [],
  date: new Date(Date.now() - 3_600_000),
}

describe.skipIf(skipUnless(dovecotMissing()))('a copy in the folder of sent mail of Dovecot', () => {
  let server: DovecotServer

  beforeAll(async () => {
    server = await startDovecot({ users })
  })
  afterAll(() => server?.stop())

  function file(user: string, changes: object = {}, signal = AbortSignal.timeout(20_000)): Promise<SentCopy> {
    const channel = imap({ privateHosts: 'allowed', sender, tls: { ca: server.ca } })
    const settings = channel.settings.parse({
      ...{ address: user, host: '127.0.0.1', port: server.tlsPort, smtp: { host: 'localhost' } },
      ...changes,
    })
    const connection = { settings, secrets: secret({ password }) }
    return channel.fileSent?.(connection, answer, signal) ?? Promise.reject(new Error('no fileSent'))
  }

  async function copies(user: string) {
    const client = new ImapFlow({
      ...{ host: '127.0.0.1', port: server.port, secure: false, logger: false },
      ...{ auth: { user, pass: password }, tls: { ca: server.ca, servername: 'localhost' } },
    })
    await client.connect()
    const { exists } = await client.mailboxOpen('Sent', { readOnly: true })
    // A range of an empty folder is a mistake to Dovecot.
    const found =
      exists === 0 ? [] : await client.fetchAll('1:*', { source: true, flags: true, internalDate: true })
    await client.logout()
    return found
  }

  it('is read, has the date of the message, and is what was sent', async () => {
    expect(await file('one@guichet.test')).toBe('filed')
    const [copy, ...others] = await copies('one@guichet.test')
    expect(others).toEqual([])
    expect(copy?.flags).toContain('\\Seen')
    const seconds = (date: Date | string | undefined) => Math.floor(new Date(date ?? 0).getTime() / 1_000)
    expect(seconds(copy?.internalDate)).toBe(seconds(answer.date))
    expect(copy?.source?.toString('latin1')).toContain(`Message-ID: <${answer.mailId}>`)
  })

  it('is found when the job runs again', async () => {
    await file('two@guichet.test')
    expect(await file('two@guichet.test')).toBe('already-there')
    expect((await copies('two@guichet.test')).length).toBe(1)
  })

  it('is found where the provider filed one under a Message-ID of its own', async () => {
    const rewritten = `Message-ID: <its-own@relay.example>\r\nX-Guichet-Message-Id: <${answer.mailId}>\r\n\r\nx`
    await server.deliver('three@guichet.test', rewritten, 'Sent')
    expect(await file('three@guichet.test')).toBe('already-there')
  })

  it('is nobody’s business where the settings say never: there is not even a connection', async () => {
    expect(await file('four@guichet.test', { sentCopies: 'never', port: 1 })).toBe('not-needed')
  })

  it('is filed only when the login works, and the error says what to correct', async () => {
    const wrong = file('four@guichet.test', { username: 'nobody@guichet.test' })
    await expect(wrong).rejects.toMatchObject({ code: 'authentication-failed', retry: 'after-fix' })
  })

  it('is not begun once the job was taken from us', async () => {
    await expect(file('four@guichet.test', {}, AbortSignal.abort())).rejects.toMatchObject({
      code: 'host-unreachable',
    })
    expect((await copies('four@guichet.test')).length).toBe(0)
  })
})
