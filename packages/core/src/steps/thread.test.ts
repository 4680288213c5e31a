import { describe, expect, it } from 'vitest'
import { threadableMessage as mail, threader } from '../testing/threadable-message.ts'
import type { ThreadableMessage } from '../threading/threadable.ts'

const claire = { name: 'Claire', address: 'claire@customer.example' }
const support = { name: 'Support', address: 'support@acme.example' }
const stranger = { name: 'Eve', address: 'eve@elsewhere.example' }

const places = (messages: readonly ThreadableMessage[]): string => threader().places(messages)
const day = (count: number): Date => new Date(Date.UTC(2026, 0, 1) + count * 86_400_000)

const question = mail({ mailId: 'q@x' })
const answer = mail({
  ...{ mailId: 'a@x', inReplyTo: ['q@x'], references: ['q@x'], from: support, to: [claire] },
  isFromUs: true,
})
const thanks = mail({ mailId: 't@x', references: ['q@x', 'a@x'], inReplyTo: ['a@x'] })

describe('references', () => {
  it('join answers to what they refer to, in any order of arrival', () => {
    expect(places([question, answer, thanks])).toBe('AAA')
    expect(places([thanks, answer, question])).toBe('AAA')
    expect(places([answer, thanks, question])).toBe('AAA')
  })

  it('join two messages whose common parent was never seen', () => {
    const one = mail({ mailId: '1@x', references: ['lost@x'] })
    const two = mail({ mailId: '2@x', references: ['lost@x'] })
    expect(places([one, two])).toBe('AA')
  })

  it('join mails of third parties whose only common ancestor is unknown to us', () => {
    const supplier = { name: '', address: 'supplier@factory.example' }
    const one = mail({ mailId: '1@x', from: claire, cc: [supplier], references: ['lost@x', 'lost2@x'] })
    const two = mail({ mailId: '2@x', from: supplier, references: ['lost@x', 'lost3@x'] })
    expect(places([one, two])).toBe('AA')
  })

  it('lead to the newest of several conversations that are referred to', () => {
    const other = mail({ mailId: 'o@x', subject: 'Commande 12, livraison' })
    const both = mail({ mailId: 'b@x', references: ['q@x', 'o@x'] })
    expect(places([question, other, both])).toBe('ABB')
    expect(places([question, other, mail({ mailId: 'b@x', references: ['o@x', 'q@x'] })])).toBe('ABA')
  })

  it('survive circles, duplicates and a mail that refers to itself', () => {
    expect(places([mail({ mailId: 'self@x', references: ['self@x'] })])).toBe('A')
    const one = mail({ mailId: '1@x', references: ['2@x', '2@x'] })
    const two = mail({ mailId: '2@x', references: ['1@x', '2@x'] })
    expect(places([one, two])).toBe('AA')
  })

  it('do not merge mails that have no Message-ID', () => {
    expect(places([mail({ mailId: null }), mail({ mailId: null })])).toBe('AB')
  })

  it('let members of a mailing list belong to its threads', () => {
    const headers = new Map([['list-id', ['Friends <friends.example>']]])
    const first = mail({ mailId: 'l1@x', headers })
    const second = mail({ mailId: 'l2@x', inReplyTo: ['l1@x'], from: stranger, headers })
    expect(places([first, second])).toBe('AA')
    const older = new Map([['x-mailing-list', ['<friends@lists.example> archive/latest/1']]])
    const third = mail({ mailId: 'l3@x', headers: older })
    const fourth = mail({ mailId: 'l4@x', inReplyTo: ['l3@x'], from: stranger, headers: older })
    expect(places([third, fourth])).toBe('AA')
  })
})

describe('a signed token', () => {
  const token = (conversationId: string) => ({
    tokens: [{ token: `c${conversationId}.mac`, conversationId }],
  })

  it('lets anybody in who answers an id that only we could make', () => {
    const ours = mail({ mailId: 'ours.1@acme', from: support, to: [claire], isFromUs: true })
    const colleague = mail({ mailId: 'c@x', inReplyTo: ['ours.1@acme'], from: stranger })
    expect(places([ours, colleague])).toBe('AA')
  })

  it('leads to its conversation when every id was lost or rewritten on the way', () => {
    const { places: inOrder, place } = threader()
    inOrder([question])
    const tokened = mail({ mailId: 't@x', inReplyTo: ['rewritten@ses'], from: stranger, ...token('A') })
    expect(place(tokened)).toMatchObject({
      conversationId: 'A',
      decision: { rule: 'token', evidence: 'cA.mac' },
    })
  })

  it('comes after the mail that was answered: that one may have been split off since', () => {
    const { knowledge, place, places: inOrder } = threader()
    inOrder([question, mail({ mailId: 'ours.1@acme', from: support, to: [claire], isFromUs: true })])
    expect(knowledge.links.get('ours.1@acme')?.[0]?.conversationId).toBe('B')
    expect(place(mail({ mailId: 'r@x', inReplyTo: ['ours.1@acme'], ...token('A') })).conversationId).toBe('B')
  })

  it('follows its conversation when that was merged, and leads nowhere when it is gone', () => {
    const { knowledge, place, places: inOrder } = threader()
    inOrder([question])
    knowledge.merged.set('merged-away', 'A')
    expect(place(mail({ mailId: '1@x', ...token('merged-away') })).conversationId).toBe('A')
    expect(place(mail({ mailId: '2@x', ...token('unknown') })).decision.rule).toBe('new')
  })
})

describe('hints', () => {
  const hint = (rule: 'provider-thread' | 'thread-index' | 'thread-key') => ({
    hints: [{ rule, id: `${rule}:1` }],
  })

  it.each(['provider-thread', 'thread-index', 'thread-key'] as const)(
    'of the kind %s join where references are missing, and only who belongs',
    (rule) => {
      const first = mail({ mailId: '1@x', ...hint(rule) })
      const second = mail({ mailId: '2@x', ...hint(rule) })
      const intruder = mail({ mailId: '3@x', from: stranger, ...hint(rule) })
      const { place, places: inOrder } = threader()
      expect(inOrder([first, second])).toBe('AA')
      expect(place(intruder).decision).toMatchObject({ rule: 'new', possiblyRelated: 'A' })
    },
  )

  it('count less than references', () => {
    const other = mail({ mailId: 'o@x', subject: 'Commande 12 bis', ...hint('thread-index') })
    const both = mail({ mailId: 'b@x', inReplyTo: ['q@x'], ...hint('thread-index') })
    expect(places([question, other, both])).toBe('ABA')
  })

  it('of programs do not join another matter; the key of a ticket does', () => {
    const change = { subject: 'Réclamation assurance' }
    expect(
      places([
        mail({ mailId: '1@x', ...hint('thread-index') }),
        mail({ mailId: '2@x', ...change, ...hint('thread-index') }),
      ]),
    ).toBe('AB')
    expect(
      places([
        mail({ mailId: '1@x', ...hint('thread-key') }),
        mail({ mailId: '2@x', ...change, ...hint('thread-key') }),
      ]),
    ).toBe('AA')
  })
})

describe('a subject', () => {
  it('is followed only for answers without references from the same sender', () => {
    const { place, places: inOrder } = threader()
    inOrder([question])
    const rule = (changes: Partial<ThreadableMessage>) => place(mail(changes)).decision.rule
    expect(rule({ mailId: 's1@x', subject: 'RE : Commande 12' })).toBe('subject')
    expect(rule({ mailId: 's2@x', subject: 'Commande 12' })).toBe('new')
    expect(rule({ mailId: 's3@x', subject: 'Re: Commande 12', from: stranger })).toBe('new')
    expect(rule({ mailId: 's4@x', subject: 'Re: Commande 12', references: ['z@x'] })).toBe('new')
  })

  it('is not followed after thirty days, nor to what began later, nor to what is archived', () => {
    const late = mail({ mailId: 's@x', subject: 'Re: Commande 12' })
    const at = (receivedAt: Date) => ({ ...question, receivedAt })
    expect(places([at(day(0)), { ...late, receivedAt: day(29) }])).toBe('AA')
    expect(places([at(day(0)), { ...late, receivedAt: day(31) }])).toBe('AB')
    expect(places([at(day(9)), { ...late, receivedAt: day(8) }])).toBe('AB')
    const { knowledge, place, places: inOrder } = threader()
    inOrder([question])
    const known = knowledge.conversations.get('A')
    if (known !== undefined) knowledge.conversations.set('A', { ...known, status: 'archived' })
    expect(place(late).conversationId).toBe('B')
  })

  it('is not followed on a mailing list, nor where others take part', () => {
    const reply = mail({ mailId: 'r@x', subject: 'Re: Commande 12' })
    const headers = new Map([['list-id', ['<friends.example>']]])
    expect(
      places([
        { ...question, headers },
        { ...reply, headers },
      ]),
    ).toBe('AB')
    const others = [{ name: '', address: 'paul@customer.example' }]
    expect(places([{ ...question, cc: others }, reply])).toBe('AB')
    expect(
      places([
        { ...question, cc: others },
        { ...reply, cc: others },
      ]),
    ).toBe('AA')
  })

  it('leads an answer of ours to the customer it was sent to, not to another one', () => {
    const paul = { name: 'Paul', address: 'paul@customer.example' }
    const fromPaul = mail({ mailId: 'p@x', from: paul })
    const reply = mail({
      mailId: 'r@x',
      subject: 'Re: Commande 12',
      from: support,
      to: [claire],
      isFromUs: true,
    })
    expect(places([question, fromPaul, reply])).toBe('ABA')
    expect(places([question, fromPaul, { ...reply, to: [paul] }])).toBe('ABB')
  })
})

describe('an old conversation', () => {
  const first = { ...question, receivedAt: day(0) }
  const reply = (changes: Partial<ThreadableMessage>) =>
    mail({ mailId: 'r@x', inReplyTo: ['q@x'], ...changes })
  const placed = (changes: Partial<ThreadableMessage>, status?: 'resolved' | 'open') => {
    const { knowledge, place } = threader()
    place(first)
    const known = knowledge.conversations.get('A')
    if (known !== undefined && status !== undefined) knowledge.conversations.set('A', { ...known, status })
    const { conversationId, decision } = place(reply(changes))
    return `${conversationId} ${decision.possiblyRelated ?? '-'} ${decision.refused?.[0]?.because ?? '-'}`
  }

  it('is joined for a year; then an answer opens a new one that points to it', () => {
    expect(placed({ receivedAt: day(364) })).toBe('A - -')
    expect(placed({ receivedAt: day(366) })).toBe('B A too-old')
  })

  it.each([
    ['the same subject', 'Re: Commande 12', 30, 'resolved', 'A - -'],
    ['a longer subject', 'Re: Commande 12, où est-elle ?', 30, 'resolved', 'A - -'],
    ['no subject', '', 30, 'resolved', 'A - -'],
    ['another subject at once', 'Devis mariage', 1, 'open', 'A - -'],
    ['another subject after it was resolved', 'Devis mariage', 1, 'resolved', 'B A changed-subject'],
    ['another subject after it fell silent', 'Devis mariage', 20, 'open', 'B A changed-subject'],
  ] as const)('with %s', (...[, subject, after, status, expected]) => {
    expect(placed({ subject, receivedAt: day(after) }, status)).toBe(expected)
  })

  it('goes on where the latest mail had the new subject already', () => {
    const { knowledge, place } = threader()
    place(first)
    place(reply({ mailId: 'n@x', subject: 'Devis mariage', receivedAt: day(1) }))
    const known = knowledge.conversations.get('A')
    if (known !== undefined) knowledge.conversations.set('A', { ...known, status: 'resolved' })
    const again = mail({
      mailId: 'z@x',
      inReplyTo: ['n@x'],
      subject: 'Re: Devis mariage',
      receivedAt: day(3),
    })
    expect(place(again).conversationId).toBe('A')
  })
})
