import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { threadableMessage, threader } from '../testing/threadable-message.ts'
import { emptyKnowledge } from '../threading/thread-knowledge.ts'
import type { ThreadableMessage } from '../threading/threadable.ts'

const ours = { name: '', address: '+33700000000' }
const claire = { name: 'Claire', address: '+33612345678' }
const paul = { name: 'Paul', address: '+33687654321' }
const quietDays = 7
const day = (count: number): Date => new Date(Date.UTC(2026, 0, 1) + count * 86_400_000)

/** A text as a channel without references gives it: only its sender says where it belongs. */
const text = (changes: Partial<ThreadableMessage> = {}): ThreadableMessage =>
  threadableMessage({
    ...{ mailId: null, from: claire, to: [ours], subject: '', quietPeriodMs: quietDays * 86_400_000 },
    ...changes,
  })
const from = (sender: typeof claire, at: number, changes: Partial<ThreadableMessage> = {}) =>
  text({ from: sender, receivedAt: day(at), ...changes })
const places = (...messages: readonly ThreadableMessage[]): string => threader().places(messages)

describe('a message that names no other', () => {
  it('continues the conversation with its sender until that was quiet for too long', () => {
    expect(places(from(claire, 0), from(claire, 7), from(claire, 13), from(claire, 20.01))).toBe('AAAB')
  })

  it('never joins the conversation of somebody else', () => {
    expect(places(from(claire, 0), from(paul, 0), from(claire, 1), from(paul, 1))).toBe('ABAB')
  })

  it('finds its sender under every address that the channel knows of him', () => {
    const userId = { name: 'Claire', address: 'us.1349' }
    const both = from(claire, 0, { fromAlso: [userId.address] })
    expect(places(both, from(userId, 1), from(claire, 2))).toBe('AAA')
    expect(places(from(userId, 0), both, from(claire, 1))).toBe('AAA')
  })

  it('continues what we wrote to its sender last', () => {
    const sent = from(ours, 6, { to: [claire], isFromUs: true })
    expect(places(from(claire, 0), sent, from(claire, 12), from(claire, 20))).toBe('AAAB')
    expect(places(sent, from(claire, 7), from(paul, 7))).toBe('AAB')
  })

  it('goes where its time is when it comes late, and to the later one between two', () => {
    expect(places(from(claire, 20), from(claire, 0), from(claire, 1), from(claire, 19))).toBe('ABBA')
    expect(places(from(claire, 0), from(claire, 10), from(claire, 5))).toBe('ABB')
  })

  it.each([
    ['archived', 'B'],
    ['spam', 'B'],
    ['resolved', 'A'],
  ] as const)('after its conversation became %s goes to %s', (status, place) => {
    const { knowledge, place: placed } = threader()
    placed(from(claire, 0))
    const known = knowledge.conversations.get('A')
    if (known !== undefined) knowledge.conversations.set('A', { ...known, status })
    expect(placed(from(claire, 1)).conversationId).toBe(place)
  })

  it('says which address led it there', () => {
    const { place } = threader()
    place(from(claire, 0))
    expect(place(from(claire, 1)).decision).toEqual({
      ...{ rule: 'address', evidence: '+33612345678', possiblyRelated: null },
    })
  })
})

describe('a quoted message', () => {
  const quoted = from(claire, 0, { mailId: 'uuid-1' })
  const later = from(claire, 30, { mailId: 'uuid-2' })

  it('counts more than the latest conversation, however old it is', () => {
    expect(places(quoted, later, from(claire, 31, { inReplyTo: ['uuid-1'] }), from(claire, 32))).toBe('ABAA')
  })

  it('leads its sender to his own conversations only', () => {
    const { place } = threader()
    place(quoted)
    place(from(paul, 0))
    const decision = place(from(paul, 1, { inReplyTo: ['uuid-1'] }))
    expect(decision).toMatchObject({ conversationId: 'B', decision: { rule: 'address' } })
    expect(decision.decision.refused?.[0]?.because).toBe('stranger')
  })

  it('that nobody knows changes nothing', () => {
    expect(places(quoted, from(claire, 1, { inReplyTo: ['uuid-9'] }))).toBe('AA')
  })
})

describe("the thread key of a sender's own system", () => {
  const keyed = (key: string, sender: typeof claire, at: number) =>
    from(sender, at, { hints: [{ rule: 'thread-key', id: `proven:${key}`, isProven: true }] })

  it('joins whatever has it, whoever wrote it and whenever', () => {
    expect(places(keyed('7', claire, 0), keyed('7', paul, 1), keyed('7', claire, 600))).toBe('AAA')
  })

  it('keeps apart what one sender writes under two keys', () => {
    expect(places(keyed('7', claire, 0), keyed('8', claire, 0), keyed('7', claire, 1))).toBe('ABA')
  })

  it('is not what a key in a header is: that proves nothing about its sender', () => {
    const header = (sender: typeof claire) =>
      from(sender, 0, { hints: [{ rule: 'thread-key', id: 'key:7' }] })
    expect(places(header(claire), header(paul))).toBe('AB')
  })
})

it('mail is never threaded by its sender alone', () => {
  const mail = (id: string) => threadableMessage({ mailId: id })
  const { knowledge, places: placed } = threader(emptyKnowledge())
  expect(placed([mail('1@x'), mail('2@x')])).toBe('AB')
  expect(knowledge.addresses.size).toBe(0)
})

describe('property: the senders', () => {
  const moment = fc.record({ who: fc.nat(3), at: fc.integer({ min: 0, max: 400 }) })
  const people = ['+33600000000', '+33600000001', '+33600000002', '+33600000003']

  /** The messages of each conversation, as who wrote them when. */
  const partition = (messages: readonly { readonly who: number; readonly at: number }[]): string => {
    let count = 0
    const { place } = threader(emptyKnowledge(), () => `c${count++}`)
    const groups = new Map<string, string[]>()
    for (const { who, at } of messages) {
      const sender = { name: '', address: people[who] ?? '' }
      const { conversationId } = place(from(sender, at / 4))
      groups.set(conversationId, [...(groups.get(conversationId) ?? []), `${who}@${at}`])
    }
    return [...groups.values()]
      .map((group) => group.toSorted().join(' '))
      .toSorted()
      .join('\n')
  }
  /** What is expected: one person's messages, cut where he was silent for too long. */
  const cut = (messages: readonly { readonly who: number; readonly at: number }[]): string => {
    const groups: string[][] = []
    for (const who of people.keys()) {
      const times = messages.filter((one) => one.who === who).map(({ at }) => at)
      let before = Number.NEGATIVE_INFINITY
      for (const at of times.toSorted((a, b) => a - b)) {
        if (at - before > quietDays * 4) groups.push([])
        groups.at(-1)?.push(`${who}@${at}`)
        before = at
      }
    }
    return groups
      .map((group) => group.toSorted().join(' '))
      .toSorted()
      .join('\n')
  }

  it('do not mix, however their messages are interleaved', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), (messages) => {
        const inOrder = messages.toSorted((a, b) => a.at - b.at)
        const oneByOne = messages.toSorted((a, b) => a.who - b.who || a.at - b.at)
        expect(partition(inOrder)).toBe(cut(messages))
        expect(partition(oneByOne)).toBe(cut(messages))
      }),
    )
  })

  it('find the same conversation in any order, while nobody is silent for too long', () => {
    const short = fc.record({ who: fc.nat(3), at: fc.integer({ min: 0, max: quietDays * 4 }) })
    fc.assert(
      fc.property(fc.array(short, { maxLength: 30 }), (messages) => {
        expect(partition(messages)).toBe(cut(messages))
      }),
    )
  })
})
