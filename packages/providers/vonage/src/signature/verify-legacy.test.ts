import { isGuichetError } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import type { SmsSettings } from '../settings.ts'
import { fakeAccount } from '../testing/account.ts'
import { callbackMaker, type SignedCallback } from '../testing/callbacks.ts'
import { sigOf } from '../testing/sign.ts'
import { requestOf, smsConnection } from '../testing/support/requests.ts'
import { vonageSms } from '../vonage-sms.ts'

const account = fakeAccount()
const now = new Date('2026-11-27T10:00:00Z')
const timestamp = String(now.getTime() / 1000)
const base = {
  msisdn: '33612345678',
  to: '33644630000',
  messageId: '0A01',
  'api-key': account.apiKey,
  timestamp,
}

function form(parameters: Readonly<Record<string, string>>): SignedCallback {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', query: '', headers, body: new URLSearchParams(parameters).toString() }
}

function signed(parameters: Readonly<Record<string, string>>): SignedCallback {
  return form({ ...parameters, sig: sigOf(parameters, account.signatureSecret, 'md5hash') })
}

function verified(callback: SignedCallback, settings: Partial<SmsSettings> = {}): string {
  try {
    const request = requestOf(callback, now)
    return vonageSms().webhook?.verify(request, smsConnection(account, settings)).callbackId ?? ''
  } catch (error) {
    if (!isGuichetError(error)) throw error
    return `${error.code} ${error.retry} ${error.providerCode}`
  }
}

const forged = 'signature-refused never sig'
const missing = 'signature-refused later missing'
const stale = 'signature-refused later stale'

describe('a callback with a sig', () => {
  it.each(['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const)(
    'is accepted by %s and by no other method',
    (method) => {
      const parameters = { ...base, text: 'Ça va & toi = bien + 100 % 😀', keyword: '' }
      const callback = form({ ...parameters, sig: sigOf(parameters, account.signatureSecret, method) })
      expect(verified(callback, { signatureMethod: method })).toBe('sms:0A01')
      const other = method === 'sha1' ? 'sha256' : 'sha1'
      expect(verified(callback, { signatureMethod: other })).toBe(forged)
    },
  )

  it.each(['form', 'json', 'query'] as const)('is accepted as %s', (as) => {
    const clock = {
      now: () => now,
      newId: () => 'n',
      randomBytes: () => Buffer.alloc(8),
      sleep: async () => undefined,
    }
    const maker = callbackMaker(account, clock)
    const callback = maker.legacySms(
      { from: '33612345678', to: '33644630000', text: 'À demain + 1 & é' },
      { as },
    )
    expect(verified(callback)).toBe('sms:0A0000000000000000')
  })

  it('is accepted whether blank values were signed or left out', () => {
    const withBlanks = { ...base, text: 'a', keyword: '', 'concat-ref': ' ' }
    const without = { ...base, text: 'a' }
    expect(verified(signed(withBlanks))).toBe('sms:0A01')
    expect(verified(form({ ...withBlanks, sig: sigOf(without, account.signatureSecret, 'md5hash') }))).toBe(
      'sms:0A01',
    )
  })

  it('is refused when anything of it has changed', () => {
    const sig = sigOf({ ...base, text: 'a' }, account.signatureSecret, 'md5hash')
    for (const changed of [
      { text: 'b' },
      { msisdn: '33600000000' },
      { more: 'x' },
      { sig: '' },
      { sig: `${sig}0` },
    ]) {
      expect(verified(form({ ...base, text: 'a', sig, ...changed }))).toBe(forged)
    }
    expect(verified(form({ ...base, sig }))).toBe(forged)
  })

  it('is refused with a parameter that comes twice, is a list, or an object', () => {
    const one = signed({ ...base, text: 'a' })
    for (const more of ['&text=b', '&text=a', '&text[]=b', '&text%5B0%5D=b', '&sig=1']) {
      expect(verified({ ...one, body: `${one.body}${more}` }), more).toBe(forged)
    }
    const headers = { 'content-type': 'application/json' }
    for (const text of [['a'], { $ne: 'a' }, null]) {
      expect(verified({ ...one, headers, body: JSON.stringify({ ...base, text, sig: 'x' }) })).toBe(forged)
    }
  })

  it('is refused with a name that swallows another parameter, though the signature fits', () => {
    const parameters = { ...base, text: 'a' }
    const sig = sigOf(parameters, account.signatureSecret, 'md5hash')
    const { messageId, msisdn, ...others } = parameters
    const swallowing = { ...others, [`messageId=${messageId}&msisdn`]: msisdn }
    expect(sigOf(swallowing, account.signatureSecret, 'md5hash')).toBe(sig)
    expect(verified(form({ ...swallowing, sig }))).toBe(forged)
  })

  it('is refused for another account', () => {
    expect(verified(signed({ ...base, 'api-key': 'other' }))).toBe(forged)
  })

  it.each([
    ['now', 0, 'sms:0A01'],
    ['five minutes ago', -300, 'sms:0A01'],
    ['longer ago', -301, stale],
    ['in six minutes', 360, stale],
  ])('signed %s', (_when, seconds, expected) => {
    expect(verified(signed({ ...base, timestamp: String(Number(timestamp) + seconds) }))).toBe(expected)
  })

  it('without a time is refused for now', () => {
    const { timestamp: _dropped, ...timeless } = base
    expect(verified(signed(timeless))).toBe(stale)
    expect(verified(signed({ ...base, timestamp: 'soon' }))).toBe(stale)
  })
})

describe('a callback without a sig', () => {
  it('is refused for now', () => {
    expect(verified(form({ ...base, text: 'a' }))).toBe(missing)
    expect(verified({ ...form({}), body: '{"msisdn":"33' })).toBe(missing)
    expect(verified({ ...form({}), body: '' })).toBe(missing)
  })

  it('is accepted only where the settings say so, and then only in the older form of this account', () => {
    const accepted = { unsignedLegacy: 'accepted' } as const
    expect(verified(form({ ...base, text: 'a' }), accepted)).toBe('sms:0A01')
    expect(verified(form({ ...base, 'api-key': 'other' }), accepted)).toBe(forged)
    expect(verified({ ...form({}), body: '{"message_uuid":"a","text":"b"}' }, accepted)).toBe(missing)
    expect(verified(form({ ...base, sig: 'wrong' }), accepted)).toBe(forged)
  })
})
