import { GuichetError } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { folderMissing, imapError } from './errors.ts'

const endpoint = { host: 'imap.example.com', port: 993, username: 'ann@example.com' }

function thrown(properties: object): Error {
  return Object.assign(new Error('Command failed'), properties)
}

describe('what imapflow throws', () => {
  it.each([
    [
      { authenticationFailed: true, responseStatus: 'NO', serverResponseCode: 'AUTHENTICATIONFAILED' },
      'authentication-failed',
      'after-fix',
    ],
    [{ authenticationFailed: true, responseStatus: 'NO' }, 'authentication-failed', 'after-fix'],
    [
      { authenticationFailed: true, responseStatus: 'NO', serverResponseCode: 'UNAVAILABLE' },
      'host-unreachable',
      'later',
    ],
    [{ authenticationFailed: true, responseStatus: 'NO', serverResponseCode: 'LIMIT' }, 'throttled', 'later'],
    [
      { authenticationFailed: true, responseStatus: 'NO', serverResponseCode: 'PRIVACYREQUIRED' },
      'tls-failed',
      'after-fix',
    ],
    [{ authenticationFailed: true, code: 'NoConnection' }, 'host-unreachable', 'later'],
    [{ tlsFailed: true, code: 'UPGRADE_TIMEOUT' }, 'host-unreachable', 'later'],
    [{ tlsFailed: true }, 'tls-failed', 'after-fix'],
    [{ tlsFailed: true, code: 'STARTTLS_INJECTION' }, 'tls-failed', 'after-fix'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'tls-failed', 'after-fix'],
    [{ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }, 'tls-failed', 'after-fix'],
    [{ code: 'EAI_AGAIN' }, 'host-unreachable', 'later'],
    [{ code: 'GREETING_TIMEOUT' }, 'host-unreachable', 'later'],
    [{ code: 'ClosedAfterConnectTLS', reason: 'Too many connections' }, 'host-unreachable', 'later'],
    [{ code: 'LiteralTooLarge' }, 'protocol-error', 'later'],
    [{ code: 'ParserError11' }, 'protocol-error', 'later'],
    [{ responseStatus: 'BAD' }, 'protocol-error', 'later'],
    [{ authenticationFailed: true }, 'protocol-error', 'later'],
  ])('%j is %s, retry %s', (properties, code, retry) => {
    const error = imapError(thrown(properties), endpoint)
    expect(error).toMatchObject({ code, retry, outcome: 'not-done', provider: 'imap' })
    expect(error.message).toContain('imap.example.com')
  })

  it('keeps the pause that the server asked for', () => {
    const error = imapError(
      thrown({ code: 'ETHROTTLE', responseStatus: 'BAD', throttleReset: 92_415 }),
      endpoint,
    )
    expect(error).toMatchObject({ code: 'throttled', retryAfterMs: 92_415 })
  })

  it('never carries the vendor error, which may hold server text', () => {
    const error = imapError(thrown({ responseStatus: 'NO', executedCommand: '2 LOGIN ann secret' }), endpoint)
    expect(error.cause).toBeUndefined()
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  it('leaves failures that are not of IMAP as they are', () => {
    const storage = new GuichetError('storage-failed', 'the database is away')
    expect(imapError(storage, endpoint)).toBe(storage)
    expect(imapError(new TypeError('a bug'), endpoint).code).toBe('internal')
    expect(imapError('text', endpoint).code).toBe('internal')
  })
})

describe('a missing folder', () => {
  it('is answered with the folders that exist, not with all of a thousand', () => {
    const many = Array.from({ length: 40 }, (_, index) => `F${index}`)
    const { message } = folderMissing('Support', many, endpoint)
    expect(message).toContain('has no folder Support for ann@example.com; there are: F0, F1')
    expect(message).toContain('and 10 more')
  })
})
