import { describe, expect, it } from 'vitest'
import { threadHints, threadIndexRoot } from './thread-hints.ts'

const root = Buffer.from([1, ...Array.from({ length: 21 }, (_, index) => index)])
const indexOf = (...replies: readonly number[]) =>
  new Map([
    ['thread-index', [Buffer.concat([root, ...replies.map((n) => Buffer.alloc(5, n))]).toString('base64')]],
  ])

describe('the Thread-Index of Outlook', () => {
  it('has one root in a conversation, however many answers follow', () => {
    expect(threadIndexRoot(indexOf())).toBe(root.toString('hex'))
    expect(threadIndexRoot(indexOf(1, 2, 3))).toBe(root.toString('hex'))
  })

  it('may be folded, and counts only when it is whole', () => {
    const folded =
      indexOf(1)
        .get('thread-index')?.[0]
        ?.replace(/^(.{10})/, '$1\n ') ?? ''
    expect(threadIndexRoot(new Map([['thread-index', [folded]]]))).toBe(root.toString('hex'))
    for (const value of ['', 'AQ==', 'nonsense', folded.slice(0, -4), '*'.repeat(40)]) {
      expect(threadIndexRoot(new Map([['thread-index', [value]]]))).toBeNull()
    }
  })
})

it('hints have a name space each, so that no mail can pretend to be another kind', () => {
  const hints = threadHints({ headers: indexOf(), providerThreadId: '1789', threadKeys: ['jira:SUP-12'] })
  expect(hints).toEqual([
    { rule: 'thread-key', id: 'key:jira:SUP-12' },
    { rule: 'provider-thread', id: 'gmail-thread:1789' },
    { rule: 'thread-index', id: `thread-index:${root.toString('hex')}` },
  ])
  expect(threadHints({ headers: new Map(), providerThreadId: null, threadKeys: [] })).toEqual([])
})
