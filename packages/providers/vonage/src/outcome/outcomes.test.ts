import type { SendOutcome } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { kept } from '../testing/support/raw.ts'
import { vonageSms } from '../vonage-sms.ts'

const ours = '01936b2e-7c5a-7cc1-9d0b-0123456789ab'
const receivedAt = new Date('2026-11-27T10:00:00Z')

function read(content: object): readonly SendOutcome[] {
  const said = vonageSms().webhook?.read(kept(content, receivedAt))
  expect(said?.messages).toEqual([])
  return said?.outcomes ?? []
}

const status = (more: object) =>
  read({
    message_uuid: 'u',
    to: '33612345678',
    from: '33644630000',
    channel: 'sms',
    client_ref: ours,
    ...more,
  })
const receipt = (more: object) =>
  read({ msisdn: '33612345678', to: 'GUICHET', messageId: '0A01', 'client-ref': ours, ...more })

describe('a status of the Messages API', () => {
  it('is about a message of ours', () => {
    expect(status({ status: 'delivered', timestamp: '2026-11-27T09:59:00.000Z' })).toEqual([
      {
        messageId: ours,
        providerId: 'u',
        recipient: '+33612345678',
        state: 'delivered',
        kind: null,
        status: null,
        reason: 'Vonage reports: delivered',
        at: new Date('2026-11-27T09:59:00Z'),
      },
    ])
  })

  it('without a time of its own has that of its arrival; references of others are none of ours', () => {
    const [outcome] = status({ status: 'read', timestamp: 'yesterday', client_ref: 'order-17' })
    expect(outcome).toMatchObject({ at: receivedAt, messageId: null, providerId: 'u' })
  })

  it.each<[string, Partial<SendOutcome>]>([
    ['1000', { kind: 'soft' }],
    ['1022', { kind: 'soft' }],
    ['1050', { kind: 'hard' }],
    ['1070', { kind: 'soft' }],
    ['1180', { kind: 'soft' }],
    ['1190', { kind: 'hard' }],
    ['1210', { kind: 'soft' }],
    [
      '1240',
      { kind: 'hard', optedOut: true, reason: 'The recipient has asked to receive no more messages.' },
    ],
    ['1300', { kind: 'hard', reason: 'This number is not on WhatsApp.' }],
    ['1340', { kind: 'soft', reason: expect.stringContaining('24 hours') }],
    ['9999', { kind: 'soft', reason: 'The message was not delivered (error 9999).' }],
  ])('that refuses it with %s', (code, expected) => {
    const said = { ...expected, state: 'bounced', status: code }
    for (const title of [code, Number(code)]) {
      expect(status({ status: 'rejected', error: { title } })).toEqual([expect.objectContaining(said)])
    }
    const type = `https://developer.vonage.com/api-errors/messages#${code}`
    expect(status({ status: 'undeliverable', error: { type, title: 'Refused' } })).toEqual([
      expect.objectContaining(said),
    ])
  })

  it('that says "already sent" is no failure', () => {
    expect(status({ status: 'rejected', error: { title: 1320 } })).toMatchObject([
      { state: 'accepted', kind: null },
    ])
  })

  it('only an opt-out marks an address', () => {
    expect(status({ status: 'rejected', error: { title: 1300 } })[0]).not.toHaveProperty('optedOut')
  })

  it('that nobody foresaw says nothing', () => {
    expect(status({ status: 'teleported' })).toEqual([])
  })

  it('about a user without a number names him', () => {
    const whatsapp = { recipient: { user_id: 'US.13491208655302741918' } }
    expect(status({ status: 'read', channel: 'whatsapp', to: undefined, whatsapp })[0]?.recipient).toBe(
      'us.13491208655302741918',
    )
  })
})

describe('a delivery receipt of the older API', () => {
  it.each<[object, Partial<SendOutcome>]>([
    [
      { status: 'delivered', 'err-code': '0' },
      { state: 'delivered', kind: null, status: '0' },
    ],
    [{ status: 'accepted', 'err-code': '0' }, { state: 'accepted' }],
    [
      { status: 'buffered', 'err-code': '0' },
      { state: 'delayed', kind: null },
    ],
    [
      { status: 'unknown', 'err-code': '1' },
      { state: 'accepted', kind: null },
    ],
    [
      { status: 'expired', 'err-code': '1' },
      { state: 'bounced', kind: 'soft', reason: 'Vonage reports: expired' },
    ],
    [
      { status: 'failed', 'err-code': '2' },
      { state: 'bounced', kind: 'soft' },
    ],
    [
      { status: 'failed', 'err-code': '3' },
      { state: 'bounced', kind: 'hard' },
    ],
    [
      { status: 'rejected', 'err-code': '6' },
      { state: 'bounced', kind: 'soft' },
    ],
    [
      { status: 'rejected', 'err-code': '9' },
      { state: 'bounced', kind: 'hard' },
    ],
    [
      { status: 'rejected', 'err-code': '77' },
      { state: 'bounced', kind: 'soft', reason: expect.stringMatching(/77/) },
    ],
    [{ status: 'failed' }, { state: 'bounced', kind: 'soft', status: null }],
  ])('%j', (said, expected) => {
    const [outcome] = receipt(said)
    expect(outcome).toMatchObject({
      messageId: ours,
      providerId: '0A01',
      recipient: '+33612345678',
      ...expected,
    })
    expect(outcome).not.toHaveProperty('optedOut')
  })

  it('in the United States, 9 is an opt-out', () => {
    const american = { msisdn: '12025550123', 'err-code': '9' }
    expect(receipt({ ...american, status: 'rejected' })[0]).toMatchObject({
      recipient: '+12025550123',
      optedOut: true,
    })
    expect(receipt({ ...american, status: 'delivered' })[0]).not.toHaveProperty('optedOut')
  })

  it.each(['teleported', '__proto__', 'constructor'])('that nobody foresaw says nothing: %j', (word) => {
    expect(receipt({ status: word })).toEqual([])
  })
})
