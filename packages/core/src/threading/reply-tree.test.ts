import { describe, expect, it } from 'vitest'
import { type Answering, type ReplyTree, replyTrees, withAnswers } from './reply-tree.ts'

const start = new Date('2026-11-02T08:00:00Z')

const mail = (mailId: string | null, references: readonly string[] = [], minute = 0): Answering => ({
  ...{ mailId, references, inReplyTo: [] },
  at: new Date(start.getTime() + minute * 60_000),
})

/** `a(b c)`: b and c answer a; a dot was only referred to. */
function shown(trees: readonly ReplyTree<Answering>[]): string {
  return trees
    .map(({ message, answers }) => {
      const name = message === null ? '.' : (message.mailId ?? '?')
      return answers.length === 0 ? name : `${name}(${shown(answers)})`
    })
    .join(' ')
}

const trees = (...messages: readonly Answering[]): string => shown(replyTrees(messages))

describe('replyTrees', () => {
  it('puts answers below what they answer, in any order of arrival', () => {
    const [a, b, c] = [mail('a'), mail('b', ['a'], 1), mail('c', ['a', 'b'], 2)]
    expect(trees(a, b, c)).toBe('a(b(c))')
    expect(trees(c, b, a)).toBe('a(b(c))')
  })

  it('holds answers to a message that never came together', () => {
    expect(trees(mail('b', ['a'], 1), mail('c', ['a'], 2))).toBe('.(b c)')
    expect(trees(mail('b', ['a']))).toBe('b')
  })

  it('passes over a message that never came in the middle of a chain', () => {
    expect(trees(mail('a'), mail('c', ['a', 'b'], 1), mail('d', ['a', 'b'], 2))).toBe('a(c d)')
  })

  it('takes the first id of In-Reply-To where there are no References', () => {
    const reply = { ...mail('b', [], 1), inReplyTo: ['a', 'x'] }
    expect(trees(mail('a'), reply)).toBe('a(b)')
  })

  it('cuts circles and ignores a mail that refers to itself', () => {
    expect(trees(mail('a', ['b']), mail('b', ['a'], 1))).toBe('b(a)')
    expect(trees(mail('a', ['a']))).toBe('a')
    expect(trees(mail('a', ['b', 'c']), mail('b', ['c', 'a'], 1), mail('c', ['a', 'b'], 2)).length).toBe(7)
  })

  it('keeps two mails with one id, and mails without any', () => {
    expect(trees(mail('a'), mail('a', [], 1), mail(null, ['a'], 2), mail(null, [], 3))).toBe('a(?) a ?')
  })
})

it('withAnswers takes a message with all that answers it, and nothing else', () => {
  const messages = [mail('a'), mail('b', ['a'], 1), mail('c', ['a', 'b'], 2), mail('d', ['a'], 3)]
  const taken = withAnswers(replyTrees(messages), ({ mailId }) => mailId === 'b')
  expect(taken.map(({ mailId }) => mailId)).toEqual(['b', 'c'])
})
