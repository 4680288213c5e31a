import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sanitiseHtml } from './sanitise-html.ts'

const security = fileURLToPath(new URL('../../../../../shared/security/', import.meta.url))
if (!existsSync(security)) console.log(`skipped: ${security} is not on this machine`)

const runningTags = /^(?:script|style|iframe|object|embed|form|input|svg|math|link|meta|base|video|audio)$/
const runningAttributes = /^(?:on.*|srcset|background|poster|action|formaction|ping|data)$/
const ownPicture = /^data:image\/(?:png|jpe?g|gif|webp);base64,/

function isDangerous(attribute: string, value: string): boolean {
  if (runningAttributes.test(attribute) || /^\s*(?:javascript|vbscript|file|about):/i.test(value)) return true
  if (attribute === 'style') return /url|@|\\|expression|image-set/i.test(value)
  return attribute === 'src' && !ownPicture.test(value)
}

/** What of an output may run or fetch something: read back with a parser, not with the rules under test. */
function dangersOf(html: string): readonly string[] {
  const dangers: string[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (runningTags.test(name)) dangers.push(`<${name}>`)
      for (const [attribute, value] of Object.entries(attributes)) {
        if (isDangerous(attribute, value)) dangers.push(`${name}[${attribute}=${value}]`)
      }
    },
  })
  parser.end(html)
  return dangers
}

describe('the HTML of a stranger', () => {
  it('keeps what mail is made of', () => {
    const html =
      '<table width="600" style="border:1px solid #ccc"><tr><td align="center"><p style="color: red">Bonjour <b>Ada</b></p></td></tr></table>'
    expect(sanitiseHtml(html).html).toBe(
      '<table width="600" style="border:1px solid #ccc"><tr><td align="center"><p style="color:red">Bonjour <b>Ada</b></p></td></tr></table>',
    )
  })

  it('loses scripts, forms, frames and style sheets, with what is inside them', () => {
    const html =
      '<style>p{color:red}</style><p onclick="x()">a</p><script>x()</script><form action="/x"><input name="y">b</form><iframe src="//x.example"></iframe>'
    expect(sanitiseHtml(html).html).toBe('<p>a</p>b')
  })

  it('leads links to the web, to mailboxes and to telephones only, in a page of their own', () => {
    const links = [
      'https://a.example/?q=1',
      'mailto:a@b.example',
      'java\tscript:x()',
      ' JaVaScRiPt:x()',
      '/here',
      'data:text/html,x',
    ]
    const shown = links.map((href) => sanitiseHtml(`<a href="${href}">x</a>`).html)
    expect(shown.slice(0, 2)).toEqual([
      '<a href="https://a.example/?q=1" target="_blank" rel="noopener noreferrer nofollow">x</a>',
      '<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    ])
    expect(new Set(shown.slice(2))).toEqual(new Set(['<a>x</a>']))
  })

  it('blocks and counts pictures of other servers until somebody wants them', () => {
    const html =
      '<img src="https://a.example/logo.png" alt="Logo" width="80" height="20"><td background="http://a.example/b.png">x</td><p style="background:url(//a.example/c.png)">y</p>'
    expect(sanitiseHtml(html)).toEqual({
      html: '<img alt="Logo" width="80" height="20" /><td>x</td><p>y</p>',
      blockedImages: 3,
      trackers: 0,
    })
    expect(sanitiseHtml(html, { remoteImages: 'allowed' }).html).toContain('src="https://a.example/logo.png"')
  })

  it('never shows a picture of one pixel', () => {
    const html =
      '<img src="https://a.example/open?id=1" width="1" height="1"><img src="http://a.example/p" style="display:none">'
    expect(sanitiseHtml(html, { remoteImages: 'allowed' })).toEqual({
      html: '',
      blockedImages: 0,
      trackers: 2,
    })
  })

  it('shows the pictures that came with the mail', () => {
    const picture = (reference: string): string | null =>
      reference === 'logo@mail' ? 'data:image/png;base64,AAAA' : null
    expect(sanitiseHtml('<img src="cid:logo@mail"><img src="cid:other" alt="?">', { picture }).html).toBe(
      '<img src="data:image/png;base64,AAAA" /><img alt="?" />',
    )
  })

  it('survives tags nested twenty thousand deep, and tags that nobody closes', () => {
    const deep = `${'<div>'.repeat(20_000)}x${'</div>'.repeat(20_000)}`
    expect(sanitiseHtml(deep).html).toContain('x')
    expect(dangersOf(sanitiseHtml(`${'<b '.repeat(50_000)}`).html)).toEqual([])
    expect(dangersOf(sanitiseHtml('<'.repeat(1_000_000)).html)).toEqual([])
  })
})

describe.skipIf(!existsSync(security))('known attacks', () => {
  const titled = z.array(z.object({ payload: z.string() }))
  const remote = z.array(z.object({ id: z.string(), html: z.string() }))

  function linesOf(folder: string): readonly string[] {
    const names = readdirSync(join(security, folder))
    return names.flatMap((name) => readFileSync(join(security, folder, name), 'utf8').split('\n'))
  }

  it('of the DOMPurify suite leave nothing that runs', () => {
    const text = readFileSync(join(security, 'dompurify-expect/expect.json'), 'utf8')
    const payloads = titled.parse(JSON.parse(text)).map(({ payload }) => payload)
    expect(payloads.length).toBeGreaterThan(100)
    expect(payloads.flatMap((payload) => dangersOf(sanitiseHtml(payload).html))).toEqual([])
  })

  it('of the XSS lists leave nothing that runs', () => {
    const lines = [...linesOf('patt-xss'), ...linesOf('patt-xss-files')]
    expect(lines.length).toBeGreaterThan(500)
    expect(lines.flatMap((line) => dangersOf(sanitiseHtml(line).html))).toEqual([])
  })

  it('that fetch from elsewhere fetch nothing', () => {
    const text = readFileSync(join(security, 'mail-remote-content/vectors.json'), 'utf8')
    for (const { id, html } of remote.parse(JSON.parse(text))) {
      const filled = html
        .replaceAll('{U}', 'https://spy.example/p.png')
        .replaceAll('{P}', '//spy.example/p.png')
        .replaceAll('{H}', 'spy.example')
      const safe = sanitiseHtml(filled).html.replaceAll(/<a href="https:\/\/spy\.example[^"]*"/g, '<a')
      expect([id, safe.includes('spy.example'), dangersOf(safe)]).toEqual([id, false, []])
    }
  })
})
