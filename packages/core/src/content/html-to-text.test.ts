import { expect, test } from 'vitest'
import { htmlToText } from './html-to-text.ts'

test.each([
  ['blocks are lines', '<div>Bonjour</div><div>Merci</div>', 'Bonjour\nMerci'],
  ['paragraphs have an empty line between them', '<p>Bonjour</p><p>Merci</p>', 'Bonjour\n\nMerci'],
  ['br is a line end', 'un<br>deux<br/><br>trois', 'un\ndeux\n\ntrois'],
  ['blanks are one', 'un  \n <b>deux</b>&nbsp; trois', 'un deux trois'],
  ['words inside a line stay together', 'impor<b>tant</b>!', 'important!'],
  ['entities are decoded', 'caf&eacute; &#8364;&lt;b&gt;', 'café €<b>'],
  [
    'what nobody sees is left out',
    '<head><title>T</title><style>p{}</style></head><script>x()</script>Vu',
    'Vu',
  ],
  ['a head that nobody closed ends at the body', '<head><title>T</title><body>Vu', 'Vu'],
  [
    'cells are apart',
    '<table><tr><td>un</td><td>deux</td></tr><tr><td>trois</td></tr></table>',
    'un deux\ntrois',
  ],
  ['list items have a dash', '<ul><li>un</li><li>deux</li></ul>', '- un\n- deux'],
  ['comments are left out', 'un<!-- deux -->trois', 'untrois'],
  ['an open tag at the end is no text', 'un <a href="x', 'un'],
])('%s', (_, html, text) => {
  expect(htmlToText(html)).toBe(text)
})

test.each([
  [
    'a link says where it leads',
    'Pour <a class="b" href="https://x.example/?a=1&amp;b=2">payer</a>, merci',
    'Pour payer (https://x.example/?a=1&b=2), merci',
  ],
  [
    'a link that says so itself is left alone',
    '<a href="https://x.example/">https://x.example</a>',
    'https://x.example',
  ],
  [
    'a link without words is its address',
    '<a href="https://x.example"><img alt=""></a>',
    'https://x.example',
  ],
  ['an address is written to', '<a href="mailto:a@x.example">nous</a>', 'nous (a@x.example)'],
  ['what is no address is left out', '<a href="#top">haut</a> <a href="javascript:x()">bas</a>', 'haut bas'],
  [
    'other attributes do not count',
    '<a title="https://y.example" href="https://x.example">ici</a>',
    'ici (https://x.example)',
  ],
])('with links: %s', (_, html, text) => {
  expect(htmlToText(html, { links: true })).toBe(text)
})

test.each([
  '<div>',
  '<blockquote>',
  '<',
  '</',
  '<a b="',
  '&',
  '<!--',
  '<li>',
  '<p>a',
  '<script>',
  '&amp;',
  '<a href=x>a</a>',
])('a million characters of %s take less than a second', (piece) => {
  const start = performance.now()
  htmlToText(piece.repeat(1_000_000 / piece.length), { links: true })
  expect(performance.now() - start).toBeLessThan(1000)
})
