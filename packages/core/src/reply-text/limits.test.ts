import { expect, test } from 'vitest'
import { htmlLines } from './html-lines.ts'
import { splitReply, splitReplyHtml } from './index.ts'
import { mailLines } from './mail-line.ts'

/**
 * What makes the time linear: however large a body is, the rules see a bounded number of lines of bounded length.
 * `pnpm bench:reply` measures what that amounts to.
 */
const bodies: readonly (readonly [string, string])[] = [
  ['lines', 'a\n'],
  ['one line', 'word '],
  ['quote signs', '>'],
  ['bq', 'bq'],
  ['blanks', ' '],
  ['tags', '<p>a</p>'],
  ['nested quotes', '<blockquote>'],
  ['breaks', '<br>'],
  ['open brackets', '<'],
]

test.each(bodies)('five megabytes of %s are few and short lines to the rules', (_name, piece) => {
  const body = piece.repeat(5_000_000 / piece.length)
  for (const lines of [mailLines(body), htmlLines(body).lines]) {
    expect(lines.length).toBeLessThanOrEqual(10_000)
    expect(Math.max(0, ...lines.map(({ folded }) => folded.length))).toBeLessThanOrEqual(400)
  }
})

test('what is beyond the limits is shown', () => {
  const last = 'the last words'
  for (const piece of ['a\n', 'word ', '<p>a</p>', '<div>']) {
    const body = piece.repeat(3_000_000 / piece.length) + last
    expect(splitReply(body).parts.at(-1)?.text).toContain(last)
    expect(splitReplyHtml(body).parts.at(-1)?.text).toContain(last)
  }
})
