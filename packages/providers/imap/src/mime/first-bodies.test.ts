import { expect, test } from 'vitest'
import { firstBodies } from './first-bodies.ts'
import { createPartWalker } from './part-walker.ts'

function bodiesOf(...lines: readonly string[]) {
  const walker = createPartWalker(() => undefined)
  walker.push(Buffer.from(lines.join('\r\n')))
  return firstBodies(walker.finish().root)
}

test('the first text and the first HTML are found however deep they stand', () => {
  const bodies = bodiesOf(
    ...['Content-Type: multipart/mixed; boundary=o', '', '--o'],
    ...['Content-Type: multipart/alternative; boundary=i', '', '--i', '', 'plain', '--i'],
    ...['Content-Type: text/html', '', '<b>rich</b>', '--i--', '--o', '', 'footer', '--o--'],
  )
  expect(bodies).toEqual({ text: 'plain', html: '<b>rich</b>' })
})

test('a mail without the one or the other has none', () => {
  expect(bodiesOf('Content-Type: text/html', '', '<p>a')).toEqual({ text: null, html: '<p>a' })
  expect(bodiesOf('Content-Type: image/png', '', 'x')).toEqual({ text: null, html: null })
})
