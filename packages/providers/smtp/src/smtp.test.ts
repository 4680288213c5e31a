import { isGuichetError } from '@guichet/core'
import { outboundMail } from '@guichet/core/testing'
import { selfSignedCertificate } from '@guichet-tools/real-servers'
import { simpleParser } from 'mailparser'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { smtpSettings } from './settings.ts'
import { smtp } from './smtp.ts'
import { type CapturingSmtpServer, startCapturingSmtpServer } from './testing/capturing-smtp-server.ts'
import { plainConnection } from './testing/plain-connection.ts'
import { startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function capturing(
  ...options: Parameters<typeof startCapturingSmtpServer>
): Promise<CapturingSmtpServer> {
  const server = await startCapturingSmtpServer(...options)
  stops.push(server.stop)
  return server
}

async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => null,
    (thrown) => thrown,
  )
  if (!isGuichetError(error)) throw new Error('a GuichetError was expected', { cause: error })
  return error
}

describe('a message that arrives', () => {
  test('says what was written, as text and as HTML, in its thread, under its Message-ID', async () => {
    const server = await capturing()
    const message = outboundMail()
    const receipt = await smtp({ privateHosts: 'allowed' }).send(plainConnection(server.port), message)

    expect(receipt).toEqual({ providerId: '4FGH12' })
    const [mail] = server.mails
    expect(mail).toMatchObject({ from: message.from.address, to: ['zoe@client.example'], user: null })
    const parsed = await simpleParser(mail?.raw ?? '')
    expect(parsed.messageId).toBe(`<${message.mailId}>`)
    expect(parsed.headers.get('x-guichet-message-id')).toBe(`<${message.mailId}>`)
    expect(parsed.inReplyTo).toBe('<second@client.example>')
    expect(parsed.references).toEqual(['<first@client.example>', '<second@client.example>'])
    expect(parsed.subject).toBe(message.subject)
    expect(parsed.date).toEqual(message.date)
    expect(parsed.from?.value).toEqual([message.from])
    expect(parsed.text?.trim()).toBe(message.text)
    expect(parsed.html).toBe(message.html)
  })

  test('is plain text alone when there is no HTML', async () => {
    const server = await capturing()
    await smtp({ privateHosts: 'allowed' }).send(plainConnection(server.port), outboundMail({ html: '' }))
    expect(server.mails[0]?.raw.toString()).toContain('Content-Type: text/plain; charset=utf-8')
    expect(server.mails[0]?.raw.toString()).not.toContain('multipart')
  })

  test('has header and body lines under 78 columns, whatever was written', async () => {
    const server = await capturing()
    const references = Array.from({ length: 100 }, (_, index) => `message-number-${index}@client.example`)
    const text = 'un mot très long '.repeat(200)
    await smtp({ privateHosts: 'allowed' }).send(
      plainConnection(server.port),
      outboundMail({ references, text, subject: text.slice(0, 900) }),
    )
    const raw = server.mails[0]?.raw.toString('latin1') ?? ''
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect((await simpleParser(raw)).references).toHaveLength(100)
  })

  test('goes to the ASCII form of an internationalised domain', async () => {
    const server = await startScriptedSmtpServer({ extensions: ['SMTPUTF8'] })
    stops.push(server.stop)
    const to = [{ name: '', address: 'contact@pâtisserie.example' }]
    await smtp({ privateHosts: 'allowed' }).send(plainConnection(server.port), outboundMail({ to }))
    expect(server.heard()).toContain('RCPT TO:<contact@xn--ptisserie-b2a.example>')
  })

  test('counts as sent when some recipients were refused and others taken, and says who and why', async () => {
    const server = await startScriptedSmtpServer({ recipients: ['250 ok', '550 5.1.1 nobody'] })
    stops.push(server.stop)
    const address = 'gone@client.example'
    const cc = [{ name: '', address }]
    const receipt = await smtp({ privateHosts: 'allowed' }).send(
      plainConnection(server.port),
      outboundMail({ cc }),
    )
    const refused = [{ address, status: '5.1.1', reason: 'nobody' }]
    expect(receipt).toEqual({ providerId: '4XYZ', refused })
  })
})

describe('login', () => {
  test('happens with a user name', async () => {
    const server = await capturing()
    await smtp({ privateHosts: 'allowed' }).send(
      plainConnection(server.port, { username: 'contact' }),
      outboundMail(),
    )
    expect(server.mails[0]?.user).toBe('contact')
  })

  test('that is refused needs a person, and names neither user nor password', async () => {
    const server = await capturing()
    const connection = plainConnection(server.port, { username: 'contact' }, 'swordfish')
    const error = await failure(smtp({ privateHosts: 'allowed' }).send(connection, outboundMail()))
    expect(error).toMatchObject({ code: 'authentication-failed', outcome: 'not-done', retry: 'after-fix' })
    expect(error.message).not.toMatch(/swordfish|contact/)
    expect(error.cause).toBeUndefined()
    expect(server.mails).toEqual([])
  })

  test('without a password, or where the server offers none, sends nothing', async () => {
    const server = await startScriptedSmtpServer({ extensions: ['PIPELINING'] })
    stops.push(server.stop)
    const connection = plainConnection(server.port, { username: 'contact' })
    expect(await failure(smtp({ privateHosts: 'allowed' }).send(connection, outboundMail()))).toMatchObject({
      code: 'authentication-failed',
    })
    expect(server.heard()).not.toMatch(/AUTH|MAIL/)

    const open = await capturing()
    const empty = plainConnection(open.port, { username: 'contact' }, '')
    expect(
      await failure(smtp({ privateHosts: 'allowed' }).verify?.(empty) ?? Promise.resolve()),
    ).toMatchObject({ retry: 'after-fix' })
  })
})

describe('TLS', () => {
  let certificate: ReturnType<typeof selfSignedCertificate>
  beforeAll(() => {
    certificate = selfSignedCertificate()
  })

  test('STARTTLS with a trusted certificate', async () => {
    const server = await capturing({ ...certificate, disabledCommands: [] })
    const connection = plainConnection(server.port, { security: 'starttls', username: 'contact' })
    await smtp({ privateHosts: 'allowed', tls: { ca: certificate.cert } }).send(connection, outboundMail())
    expect(server.mails[0]).toMatchObject({ secure: true, user: 'contact' })
  })

  test('from the first byte with a trusted certificate', async () => {
    const server = await capturing({ ...certificate, secure: true })
    const connection = plainConnection(server.port, { security: 'tls' })
    await smtp({ privateHosts: 'allowed', tls: { ca: certificate.cert } }).send(connection, outboundMail())
    expect(server.mails[0]?.secure).toBe(true)
  })

  test.each(['tls', 'starttls'] as const)(
    '%s with a certificate nobody vouches for fails',
    async (security) => {
      const server = await capturing({ ...certificate, secure: security === 'tls', disabledCommands: [] })
      const connection = plainConnection(server.port, { security })
      expect(await failure(smtp({ privateHosts: 'allowed' }).send(connection, outboundMail()))).toMatchObject(
        {
          code: 'tls-failed',
          outcome: 'not-done',
          retry: 'later',
        },
      )
    },
  )

  test('is never given up for plain text when the server offers no STARTTLS', async () => {
    const server = await capturing()
    const connection = plainConnection(server.port, { security: 'starttls', username: 'contact' })
    expect(await failure(smtp({ privateHosts: 'allowed' }).send(connection, outboundMail()))).toMatchObject({
      code: 'tls-failed',
    })
    expect(server.mails).toEqual([])
  })
})

describe('verify', () => {
  test('logs in and sends nothing', async () => {
    const server = await capturing()
    await smtp({ privateHosts: 'allowed' }).verify?.(plainConnection(server.port, { username: 'contact' }))
    expect(server.mails).toEqual([])
  })

  test('names host and port of a server that is not there', async () => {
    const server = await startCapturingSmtpServer()
    await server.stop()
    const error = await failure(
      smtp({ privateHosts: 'allowed' }).verify?.(plainConnection(server.port)) ?? Promise.resolve(),
    )
    expect(error).toMatchObject({ code: 'host-unreachable', outcome: 'not-done', retry: 'later' })
    expect(error.message).toContain(`127.0.0.1:${server.port}`)
  })
})

test('settings choose TLS unless told, and refuse what they do not know', () => {
  expect(smtpSettings.parse({ host: 'smtp.example.com' })).toEqual({
    host: 'smtp.example.com',
    security: 'tls',
  })
  expect(smtpSettings.safeParse({ host: 'smtp://example.com' }).success).toBe(false)
  expect(smtpSettings.safeParse({ host: 'smtp.example.com', pass: 'x' }).success).toBe(false)
})
