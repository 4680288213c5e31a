import { describe, expect, it } from 'vitest'
import type { AuthenticationVerdict } from '../model/authentication.ts'
import { threadableMessage as mail, threader } from '../testing/threadable-message.ts'
import type { ThreadableMessage } from '../threading/threadable.ts'

const claire = { name: 'Claire', address: 'claire@customer.example' }
const support = { name: 'Support', address: 'support@acme.example' }
const stranger = { name: 'Eve', address: 'eve@elsewhere.example' }

/** A conversation with Claire: her question, our answer, and one written in another mail program. */
function conversation(): ReturnType<typeof threader> {
  const desk = threader()
  const fromUs = { from: support, to: [claire], isFromUs: true }
  desk.places([
    mail({ mailId: 'q@customer', hints: [{ rule: 'thread-index', id: 'thread-index:1' }] }),
    mail({ mailId: 'ours.1@acme', inReplyTo: ['q@customer'], ...fromUs }),
    mail({ mailId: 'sent@thunderbird', inReplyTo: ['q@customer'], ...fromUs }),
  ])
  return desk
}

const evidence: Readonly<Record<string, Partial<ThreadableMessage>>> = {
  'our signed id': { inReplyTo: ['ours.1@acme'] },
  'our signed address': { tokens: [{ token: 'cA.mac', conversationId: 'A' }] },
  'an id of our Sent folder': { inReplyTo: ['sent@thunderbird'] },
  'an id of the customer': { inReplyTo: ['q@customer'] },
  'a hint': { hints: [{ rule: 'thread-index', id: 'thread-index:1' }] },
  'the subject': { subject: 'Re: Commande 12' },
}

describe('a private conversation', () => {
  // proof × evidence: what the sender named in it may do, and what a stranger may do.
  it.each<[AuthenticationVerdict, string, boolean, boolean]>([
    ['pass', 'our signed id', true, true],
    ['pass', 'our signed address', true, true],
    ['pass', 'an id of our Sent folder', true, false],
    ['pass', 'an id of the customer', true, false],
    ['pass', 'a hint', true, false],
    ['pass', 'the subject', true, false],
    ['unchecked', 'our signed id', true, true],
    ['unchecked', 'our signed address', true, true],
    ['unchecked', 'an id of our Sent folder', true, false],
    ['unchecked', 'an id of the customer', true, false],
    ['unchecked', 'a hint', true, false],
    ['unchecked', 'the subject', true, false],
    ['unknown', 'our signed id', true, true],
    ['unknown', 'our signed address', true, true],
    ['unknown', 'an id of our Sent folder', true, false],
    ['unknown', 'an id of the customer', false, false],
    ['unknown', 'a hint', false, false],
    ['unknown', 'the subject', false, false],
    ['fail', 'our signed id', false, false],
    ['fail', 'our signed address', false, false],
    ['fail', 'an id of our Sent folder', false, false],
    ['fail', 'an id of the customer', false, false],
    ['fail', 'a hint', false, false],
    ['fail', 'the subject', false, false],
  ])('with proof %s and %s admits its customer: %s, a stranger: %s', (proof, name, customer, other) => {
    const joins = (from: ThreadableMessage['from']) =>
      conversation().place(mail({ mailId: 'new@x', from, proof, ...evidence[name] })).conversationId === 'A'
    expect([joins(claire), joins(stranger)]).toEqual([customer, other])
  })

  it('admits no stranger who stole its references, and says where he wanted to go', () => {
    const theft = mail({
      mailId: 'i@x',
      references: ['q@customer', 'sent@thunderbird'],
      from: stranger,
      proof: 'pass',
    })
    const { conversationId, decision } = conversation().place(theft)
    expect(conversationId).not.toBe('A')
    expect(decision).toMatchObject({ rule: 'new', possiblyRelated: 'A' })
    expect(decision.refused).toEqual([
      { conversationId: 'A', rule: 'reference', evidence: 'sent@thunderbird', because: 'stranger' },
    ])
  })

  it('admits nobody who only says that he is its customer', () => {
    const desk = conversation()
    const because = (proof: AuthenticationVerdict) =>
      desk.place(mail({ mailId: `${proof}@x`, inReplyTo: ['q@customer'], proof })).decision.refused?.[0]
        ?.because
    expect([because('unknown'), because('fail')]).toEqual(['unproven-sender', 'forged-sender'])
  })

  it('admits nobody who only says that he is us', () => {
    const fake = mail({ mailId: 'f@x', inReplyTo: ['q@customer'], from: support, proof: 'unknown' })
    expect(conversation().place(fake).conversationId).not.toBe('A')
  })

  it('admits whoever proves more than one id shows', () => {
    const reply = mail({ mailId: 'r@x', references: ['ours.1@acme', 'q@customer'], proof: 'unknown' })
    expect(conversation().place(reply).decision).toMatchObject({ rule: 'token', evidence: 'ours.1@acme' })
    const sent = mail({ mailId: 's@x', references: ['sent@thunderbird', 'q@customer'], proof: 'unknown' })
    expect(conversation().place(sent).conversationId).toBe('A')
  })

  it('does not take an id for ours that only looks like it', () => {
    const forged = mail({ mailId: 'i@x', inReplyTo: ['ourz.2@acme'], from: stranger })
    expect(conversation().place(forged).conversationId).not.toBe('A')
  })

  it('does not let a stranger attract the answers to ids he expects', () => {
    const desk = conversation()
    const bait = mail({ mailId: 'b@x', inReplyTo: ['q@customer'], references: ['future@x'], from: stranger })
    expect(desk.place(bait).conversationId).toBe('B')
    expect(desk.place(mail({ mailId: 'future@x' })).conversationId).toBe('C')
  })

  it('is not taken over by a mail with the id of one of its mails', () => {
    const desk = conversation()
    desk.place(mail({ mailId: 'q@customer', from: stranger }))
    expect(desk.place(mail({ mailId: 'r@x', inReplyTo: ['q@customer'] })).conversationId).toBe('A')
  })
})

it('a public list needs no proof', () => {
  const headers = new Map([['list-id', ['<friends.example>']]])
  const desk = threader()
  const first = mail({ mailId: '1@x', headers })
  const second = mail({ mailId: '2@x', headers, inReplyTo: ['1@x'], from: stranger, proof: 'fail' })
  expect(desk.places([first, second])).toBe('AA')
})
