import { describe, expect, it } from 'vitest'
import { parsedMessage } from '../testing/parsed-message.ts'
import { type ThreadableMessage, type ThreadKnowledge, thread } from './thread.ts'

function emptyKnowledge(): ThreadKnowledge {
  return { links: new Map(), participants: new Map(), subjects: new Map(), newLinks: [], newParticipants: [] }
}

/** Threads messages one after the other and names their conversations A, B, C… in order of appearance. */
function conversations(messages: readonly ThreadableMessage[], knowledge = emptyKnowledge()): string {
  let count = 0
  const options = {
    isOurMailId: (id: string) => id.startsWith('ours.'),
    newConversationId: () => `c${count++}`,
  }
  const ids = messages.map((message) => thread(message, knowledge, options).conversationId)
  const inOrder = [...new Set(ids)]
  return ids.map((id) => 'ABCDEFG'[inOrder.indexOf(id)]).join('')
}

const claire = { name: 'Claire', address: 'claire@customer.example' }
const support = { name: 'Support', address: 'support@acme.example' }
const stranger = { name: 'Eve', address: 'eve@elsewhere.example' }

const question = parsedMessage({ mailId: 'q@x' })
const answer = parsedMessage({
  mailId: 'a@x',
  inReplyTo: ['q@x'],
  references: ['q@x'],
  from: support,
  to: [claire],
})
const thanks = parsedMessage({ mailId: 't@x', references: ['q@x', 'a@x'], inReplyTo: ['a@x'] })

describe('thread', () => {
  it('joins answers to what they refer to, in any order of arrival', () => {
    expect(conversations([question, answer, thanks])).toBe('AAA')
    expect(conversations([thanks, answer, question])).toBe('AAA')
    expect(conversations([answer, thanks, question])).toBe('AAA')
  })

  it('joins two messages whose common parent was never seen', () => {
    const one = parsedMessage({ mailId: '1@x', references: ['lost@x'] })
    const two = parsedMessage({ mailId: '2@x', references: ['lost@x'] })
    expect(conversations([one, two])).toBe('AA')
  })

  it('keeps a stranger who quotes an id out, and says where he wanted to go', () => {
    const knowledge = emptyKnowledge()
    const intrusion = parsedMessage({ mailId: 'i@x', inReplyTo: ['q@x'], from: stranger, to: [support] })
    expect(conversations([question, intrusion], knowledge)).toBe('AB')
    const options = { isOurMailId: () => false, newConversationId: () => 'new' }
    const again = thread({ ...intrusion, mailId: 'j@x' }, knowledge, options)
    expect(again.decision).toEqual({ rule: 'new', evidence: '', possiblyRelated: 'c0' })
  })

  it('does not let a stranger attract the answers to ids he expects', () => {
    const knowledge = emptyKnowledge()
    const bait = parsedMessage({
      mailId: 'b@x',
      inReplyTo: ['q@x'],
      references: ['future@x'],
      from: stranger,
    })
    const future = parsedMessage({ mailId: 'future@x' })
    expect(conversations([question, bait, future], knowledge)).toBe('ABC')
  })

  it('lets anybody in who answers an id that only we could make', () => {
    const ours = parsedMessage({ mailId: 'ours.1@acme', from: support, to: [claire] })
    const colleague = parsedMessage({ mailId: 'c@x', inReplyTo: ['ours.1@acme'], from: stranger })
    expect(conversations([ours, colleague])).toBe('AA')
  })

  it('lets members of a mailing list belong to its threads', () => {
    const headers = new Map([['list-id', ['Friends <friends.example>']]])
    const first = parsedMessage({ mailId: 'l1@x', headers })
    const second = parsedMessage({ mailId: 'l2@x', inReplyTo: ['l1@x'], from: stranger, headers })
    expect(conversations([first, second])).toBe('AA')
  })

  it('does not merge mails that have no Message-ID', () => {
    const one = parsedMessage({ mailId: null, externalId: '1' })
    const two = parsedMessage({ mailId: null, externalId: '2' })
    expect(conversations([one, two])).toBe('AB')
  })

  it('follows a subject only for answers without references from the same sender', () => {
    const knowledge = emptyKnowledge()
    knowledge.subjects.set('claire@customer.example\ncommande 12', 'known')
    const options = { isOurMailId: () => false, newConversationId: () => 'new' }
    const place = (changes: Parameters<typeof parsedMessage>[0]) =>
      thread(parsedMessage(changes), knowledge, options)
    expect(place({ mailId: 's1@x', subject: 'RE : Commande 12' }).decision.rule).toBe('subject')
    expect(place({ mailId: 's2@x', subject: 'Commande 12' }).conversationId).toBe('new')
    expect(place({ mailId: 's3@x', subject: 'Re: Commande 12', from: stranger }).conversationId).toBe('new')
    expect(place({ mailId: 's4@x', subject: 'Re: Commande 12', references: ['z@x'] }).conversationId).toBe(
      'new',
    )
  })

  it('survives a mail that refers to itself', () => {
    expect(conversations([parsedMessage({ mailId: 'self@x', references: ['self@x'] })])).toBe('A')
  })
})
