import { describe, expect, it, test } from 'vitest'
import { splitReplyHtml, visibleReply } from './index.ts'

const shown = (html: string) => visibleReply(splitReplyHtml(html)).trim()
const quote = '<blockquote>When?</blockquote>'

test.each([
  [
    'Gmail',
    `<div>Today.</div><div class="gmail_quote"><div class="gmail_attr">On Tuesday Ann:</div>${quote}</div>`,
  ],
  ['Thunderbird', `Today.<br><div class="moz-cite-prefix">Ann meinte:<br></div>${quote}`],
  ['Outlook on the web', '<div>Today.</div><div id="appendonsend"></div><div>When?</div>'],
  ['Hotmail', '<div>Today.</div><hr><div id="divRplyFwdMsg">Ann</div><div>When?</div>'],
  [
    'Outlook',
    '<p>Today.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt">Ann</div><p>When?</p>',
  ],
  ['Apple Mail', '<div>Today.</div><div><blockquote type="cite">When?</blockquote></div>'],
  ['Proton', '<div>Today.</div><div class="protonmail_quote">Ann:<br>When?</div>'],
  ['Yahoo', '<div>Today.</div><div class="yahoo_quoted" id="yahoo_quoted_1">When?</div>'],
  ['Zimbra', '<div>Today.</div><div data-marker="__QUOTED_TEXT__">When?</div>'],
])('the quote of %s is told by its markup', (_program, html) => {
  expect(shown(html)).toBe('Today.')
})

test('answers between the quotes of one container are kept', () => {
  const html = `<div class="gmail_quote"><div class="gmail_attr">Ann:</div>${quote}<div>Today.</div>${quote}<div>Here.</div></div>`
  expect(shown(html)).toContain('Today.')
  expect(shown(html)).toContain('Here.')
})

test('a marked signature is one, and what is not shown is not text', () => {
  const parts = splitReplyHtml(
    '<style>p{}</style><p>Today.</p><div class="gmail_signature">Ann, Shop Ltd</div>',
  )
  expect(parts.reply).toBe('Today.\n')
  expect(parts.signature).toBe('Ann, Shop Ltd\n')
})

test('without marks the words decide', () => {
  expect(
    shown('<p>Today.</p><p>On 3 Nov 2026 at 10:12, Ann &lt;ann@shop.example&gt; wrote:</p><p>When?</p>'),
  ).toBe('Today.')
})

test.each(['<div>', '<blockquote>', '<p>Some words</p>', '<', '<blockquote>a</blockquote>b'])(
  'five megabytes of %j take no longer for being nested or broken',
  (piece) => {
    const started = process.cpuUsage()
    splitReplyHtml(piece.repeat(5_000_000 / piece.length))
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000)
  },
)

describe('a name in the element of a rule', () => {
  const copy =
    '<hr><b>From: </b>ann@shop.example<br><b>Sent: </b>3 Nov 2026<br><b>Subject: </b>Order<p>Hello</p>'

  it('belongs to the copied mail when something else was written', () => {
    expect(splitReplyHtml(`<div>It came.<div>Ann Field${copy}</div></div>`).reply.trim()).toBe('It came.')
  })

  it('is the answer when nothing else was', () => {
    expect(splitReplyHtml(`<div>Oui${copy}</div>`).reply.trim()).toBe('Oui')
  })

  it('stays when nothing was copied below the rule', () => {
    expect(splitReplyHtml('<div>It came.</div><div>Ann Field<hr>See you</div>').reply).toContain('Ann Field')
  })

  it('stays in an element of its own', () => {
    expect(splitReplyHtml(`<div>It came.</div><div>Ann Field</div>${copy}`).reply).toContain('Ann Field')
  })
})
