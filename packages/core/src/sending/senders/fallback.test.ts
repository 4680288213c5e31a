import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GuichetError, type GuichetErrorCode, type GuichetErrorDetails } from '../../errors.ts'
import type { MailSender } from '../../ports/mail-sender.ts'
import type { OutboundMessage } from '../../ports/outbound-message.ts'
import { fallback } from './fallback.ts'

const mail: OutboundMessage = {
  id: 'm1',
  from: { name: '', address: 'contact@acme.example' },
  to: [{ name: '', address: 'zoe@client.example' }],
  cc: [],
  subject: '',
  text: '',
  html: '',
  mailId: 'm1@acme.example',
  inReplyTo: null,
  references: [],
  date: new Date('2026-11-02T08:00:00Z'),
}

interface FakeSender extends MailSender {
  readonly asked: { count: number }
  fail(code: GuichetErrorCode, details?: GuichetErrorDetails): void
  work(): void
}

function fakeSender(name: string): FakeSender {
  const asked = { count: 0 }
  let failure: GuichetError | null = null
  return {
    name,
    asked,
    fail: (code, details = {}) => {
      failure = new GuichetError(code, `${name} failed`, details)
    },
    work: () => {
      failure = null
    },
    async send() {
      asked.count += 1
      if (failure !== null) throw failure
      return { providerId: `${name}-1` }
    },
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('several senders as one', () => {
  const both = () => [fakeSender('ses'), fakeSender('sendgrid')] as const

  it('uses the first while it works, and says so', async () => {
    const [ses, sendgrid] = both()
    expect(await fallback([ses, sendgrid]).send(mail, 'acme')).toEqual({ providerId: 'ses-1', sender: 'ses' })
    expect(sendgrid.asked.count).toBe(0)
  })

  it.each([
    ['host-unreachable', { retry: 'later' }],
    ['tls-failed', { retry: 'later' }],
    ['throttled', { retry: 'later', retryAfterMs: 3_600_000 }],
    ['authentication-failed', { retry: 'after-fix' }],
    ['rejected', { retry: 'after-fix' }],
  ] satisfies [GuichetErrorCode, GuichetErrorDetails][])(
    'lets the next one take over after %s',
    async (code, details) => {
      const [ses, sendgrid] = both()
      ses.fail(code, details)
      expect(await fallback([ses, sendgrid]).send(mail, 'acme')).toMatchObject({ sender: 'sendgrid' })
    },
  )

  it.each([
    ['outcome-unknown', { outcome: 'unknown' }],
    ['outcome-unknown', { outcome: 'unknown', retry: 'later' }],
    ['rejected', { retry: 'never' }],
    ['invalid-input', { field: 'to' }],
  ] satisfies [GuichetErrorCode, GuichetErrorDetails][])(
    'asks nobody else after %s with %j',
    async (code, details) => {
      const [ses, sendgrid] = both()
      ses.fail(code, details)
      await expect(fallback([ses, sendgrid]).send(mail, 'acme')).rejects.toMatchObject({ code })
      expect(sendgrid.asked.count).toBe(0)
    },
  )

  it('asks nobody else after an error that nobody foresaw', async () => {
    const [ses, sendgrid] = both()
    const broken: MailSender = { ...ses, send: () => Promise.reject(new TypeError('bug')) }
    await expect(fallback([broken, sendgrid]).send(mail, 'acme')).rejects.toThrow('bug')
    expect(sendgrid.asked.count).toBe(0)
  })

  it('leaves one alone that fails five times in a row, and tries it again after a minute', async () => {
    const [ses, sendgrid] = both()
    const changes: string[] = []
    const one = fallback([ses, sendgrid], { onChange: (sender, state) => changes.push(`${sender} ${state}`) })
    ses.fail('host-unreachable', { retry: 'later' })
    for (let sent = 0; sent < 8; sent += 1) await one.send(mail, 'acme')
    expect(ses.asked.count).toBe(5)
    expect(sendgrid.asked.count).toBe(8)

    ses.work()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await one.send(mail, 'acme')).toMatchObject({ sender: 'ses' })
    expect(changes).toEqual(['ses resting', 'ses working'])
  })

  it('knows that a message was sent, also when whoever hears of a change fails', async () => {
    const [ses, sendgrid] = both()
    const onChange = () => {
      throw new Error('its listener is broken')
    }
    const one = fallback([ses, sendgrid], { failuresInARow: 1, onChange })
    ses.fail('host-unreachable', { retry: 'later' })
    expect(await one.send(mail, 'acme')).toMatchObject({ sender: 'sendgrid' })
    ses.work()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await one.send(mail, 'acme')).toMatchObject({ sender: 'ses' })
    expect(ses.asked.count).toBe(2)
  })

  it('does not leave one alone because of messages that are at fault themselves', async () => {
    const [ses, sendgrid] = both()
    const one = fallback([ses, sendgrid])
    ses.fail('rejected', { retry: 'never' })
    for (let sent = 0; sent < 8; sent += 1) await one.send(mail, 'acme').catch(() => undefined)
    ses.work()
    expect(await one.send(mail, 'acme')).toMatchObject({ sender: 'ses' })
  })

  it('says that it will go on by itself when one of them will', async () => {
    const [ses, sendgrid] = both()
    ses.fail('authentication-failed', { retry: 'after-fix' })
    sendgrid.fail('throttled', { retry: 'later', retryAfterMs: 9_000 })
    await expect(fallback([ses, sendgrid]).send(mail, 'acme')).rejects.toMatchObject({
      ...{ code: 'throttled', retry: 'later', retryAfterMs: 9_000 },
    })
  })

  it('waits when all of them are left alone', async () => {
    const [ses, sendgrid] = both()
    const one = fallback([ses, sendgrid], { failuresInARow: 1 })
    ses.fail('host-unreachable', { retry: 'later' })
    sendgrid.fail('authentication-failed', { retry: 'after-fix' })
    await one.send(mail, 'acme').catch(() => undefined)
    await expect(one.send(mail, 'acme')).rejects.toMatchObject({ code: 'throttled', retry: 'later' })
  })

  it('refuses two senders of one name: their reports could not be told apart', () => {
    expect(() => fallback([fakeSender('ses'), fakeSender('ses')])).toThrow(
      expect.objectContaining({ code: 'invalid-configuration' }),
    )
  })
})
