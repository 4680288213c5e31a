import { generateKeyPairSync } from 'node:crypto'
import { outboundMail } from '@guichet/core/testing'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type SmtpSenderOptions, senderOptions } from './sender-options.ts'
import { smtpSender } from './smtp-sender.ts'
import { startCapturingSmtpServer } from './testing/capturing-smtp-server.ts'
import { type Script, startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function capturing(...options: Parameters<typeof startCapturingSmtpServer>) {
  const server = await startCapturingSmtpServer(...options)
  open.push(server.stop)
  return server
}

async function scripted(script: Script) {
  const server = await startScriptedSmtpServer(script)
  open.push(server.stop)
  return server
}

/** For a server of this machine without TLS. */
function senderTo(port: number, options: Partial<SmtpSenderOptions> = {}) {
  const sender = smtpSender({
    ...{ host: '127.0.0.1', port, security: 'none', privateHosts: 'allowed' },
    ...options,
  })
  open.push(async () => sender.close?.())
  return sender
}

describe('the mail server of the host application', () => {
  test('takes a message, logged in with a password', async () => {
    const server = await capturing()
    const sender = senderTo(server.port, { username: 'app', password: 'right' })
    await sender.verify?.()
    expect(await sender.send(outboundMail(), 'acme')).toEqual({ providerId: '4FGH12' })
    expect(server.mails).toMatchObject([{ user: 'app', to: ['zoe@client.example'] }])
  })

  // 0.0.0.0 leads to this machine as well, but not by its name.
  test.each<[string, Partial<SmtpSenderOptions>]>([
    ['at another host', { host: '0.0.0.0' }],
    ['with a password', { username: 'app', password: 'right' }],
    ['when that is what it was told', { security: 'starttls' }],
  ])('is never spoken to without STARTTLS unless told: %s', async (_, options) => {
    const server = await capturing()
    const sender = smtpSender({
      ...{ host: '127.0.0.1', port: server.port, privateHosts: 'allowed' },
      ...options,
    })
    await expect(sender.send(outboundMail(), 'acme')).rejects.toMatchObject({ code: 'tls-failed' })
    expect(server.mails).toEqual([])
  })

  test.each(['localhost', 'LOCALHOST', '127.0.0.1'])(
    'is one that captures mail when it is on this machine: %s',
    async (host) => {
      const server = await capturing()
      await smtpSender({ host, port: server.port }).send(outboundMail(), 'acme')
      expect(server.mails).toMatchObject([{ to: ['zoe@client.example'], secure: false, user: null }])
    },
  )

  test.each([
    ...['smtp.example.com', 'localhost.example.com', '127.0.0.1.example.com', '10.0.0.5', '127'],
    ...['mailpit', '::', '::ffff:10.0.0.5'],
  ])('is spoken to by default with STARTTLS, in a public network, at %s', (host) => {
    expect(senderOptions({ host })).toMatchObject({
      settings: { security: 'starttls' },
      privateHosts: 'refused',
    })
  })

  test('takes the token that the host gives, and is offered another one when it refuses it, once', async () => {
    const server = await capturing({
      authMethods: ['XOAUTH2'],
      onAuth: ({ username, accessToken }, _, done) => {
        if (accessToken === 'second') done(null, { user: username })
        else done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } })
      },
    })
    const asked: (string | undefined)[] = []
    const tokens = ['first', 'second']
    const accessToken = async (refused?: string) => {
      asked.push(refused)
      return tokens[refused === undefined ? 0 : 1] ?? ''
    }
    await senderTo(server.port, { username: 'app', accessToken }).send(outboundMail(), 'acme')
    expect([asked, server.mails.length]).toEqual([[undefined, 'first'], 1])

    const stubborn = senderTo(server.port, { username: 'app', accessToken: async () => 'first' })
    await expect(stubborn.send(outboundMail(), 'acme')).rejects.toMatchObject({
      code: 'authentication-failed',
      retry: 'after-fix',
    })
  })

  test('says which recipients it refused while it took the message for others', async () => {
    const recipients = ['250 ok', '550-5.1.1 No such user\r\n550 5.1.1 Ask elsewhere', '450 later']
    const server = await scripted({ recipients })
    const cc = ['gone', 'busy'].map((name) => ({ name, address: `${name}@client.example` }))
    const receipt = await senderTo(server.port).send(outboundMail({ cc }), 'acme')
    expect(receipt.refused).toEqual([
      { address: 'gone@client.example', status: '5.1.1', reason: 'No such user Ask elsewhere' },
      { address: 'busy@client.example', status: null, reason: 'later' },
    ])
  })
})

describe('what a server said about itself', () => {
  test('keeps a message away that is larger than it takes', async () => {
    const server = await scripted({ extensions: ['SIZE 400'] })
    const sending = senderTo(server.port).send(outboundMail(), 'acme')
    await expect(sending).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'attachments',
      retry: 'never',
    })
    await expect(sending).rejects.toThrow('400 bytes at most')
    expect(server.heard()).not.toContain('MAIL')
  })

  test('decides whether an address outside ASCII can be told to it', async () => {
    const to = [{ name: '', address: 'zoé@client.example' }]
    const old = await scripted({})
    const sending = senderTo(old.port).send(outboundMail({ to }), 'acme')
    await expect(sending).rejects.toMatchObject({ code: 'rejected', outcome: 'not-done', field: 'to' })
    expect(old.heard()).not.toContain('MAIL')

    const modern = await scripted({ extensions: ['SMTPUTF8'] })
    const sender = senderTo(modern.port)
    await sender.send(outboundMail({ to }), 'acme')
    await sender.send(outboundMail(), 'acme')
    const senders = modern.heard().match(/^MAIL .*$/gm)
    expect(senders?.map((line) => line.includes('SMTPUTF8'))).toEqual([true, false])
  })

  test('decides whether it is asked to report failures under our Message-ID', async () => {
    const server = await scripted({ extensions: ['DSN'] })
    const sender = senderTo(server.port)
    await sender.send(outboundMail(), 'acme')
    expect(server.heard()).toContain('RET=HDRS ENVID=abc123.def456@boulangerie-martin.example')
    expect(server.heard()).toContain('RCPT TO:<zoe@client.example> NOTIFY=FAILURE,DELAY')

    await sender.send(outboundMail({ automatic: 'answer' }), 'acme')
    expect(server.heard()).toMatch(/MAIL FROM:<>\r\n/)
  })
})

describe('options that cannot work are refused by name', () => {
  let privateKey = ''
  beforeAll(() => {
    const { privateKey: key } = generateKeyPairSync('ed25519')
    privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  })

  test.each<[string, Record<string, unknown>]>([
    ['host', { host: 'smtp://relay.example' }],
    ['port', { port: 70_000 }],
    ['security', { security: 'opportunistic' }],
    ['password', { username: 'app' }],
    ['username', { password: 'p' }],
    ['accessToken', { username: 'app', accessToken: 'a token' }],
    ['accessToken', { username: 'app', password: 'p', accessToken: async () => 't' }],
    ['name', { name: 'two words' }],
    ['pool.maxConnections', { pool: { maxConnections: 0 } }],
    ['dkim.domain', { dkim: { domain: 'example', selector: 's1', privateKey: '' } }],
    ['dkim.privateKey', { dkim: { domain: 'a.example', selector: 's1', privateKey: 'none' } }],
    ['user', { user: 'app' }],
  ])('%s', (field, options) => {
    expect(() => smtpSender({ host: 'relay.example', ...options })).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', field }),
    )
  })

  test('a key of a kind that most receivers do not know', () => {
    const dkim = { domain: 'a.example', selector: 's1', privateKey }
    expect(() => smtpSender({ host: 'relay.example', dkim })).toThrow('RSA')
  })
})
