import type { RawMessage } from '@guichet/core'
import { expect, test } from 'vitest'
import { readContent } from './read-content.ts'

function mail(...lines: readonly string[]): RawMessage {
  const bytes = Buffer.from(lines.join('\r\n'))
  const open = async function* () {
    yield bytes
  }
  return { size: bytes.length, sha256: '', bytes, open }
}

test('a picture is found by its Content-ID, its Content-Location and its name', async () => {
  const { html, pictures } = await readContent(
    mail(
      ...[
        'Content-Type: multipart/related; boundary=r',
        '',
        '--r',
        'Content-Type: text/html',
        '',
        '<img src="cid:a@b">',
      ],
      ...[
        '--r',
        'Content-Type: image/png; name="logo.png"',
        'Content-ID: <a@b>',
        'Content-Location: img/logo.png',
      ],
      ...['Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--r--', ''],
    ),
  )
  expect(html).toBe('<img src="cid:a@b">')
  expect(pictures).toEqual([
    { references: ['a@b', 'img/logo.png', 'logo.png'], bytes: Buffer.from('iVBORw0KGgo=', 'base64') },
  ])
})

test('what is signed is shown, and the signature is a file', async () => {
  const { text, html } = await readContent(
    mail(
      ...[
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s',
        '',
        '--s',
        '',
      ],
      ...['I have ordered twice.', '--s', 'Content-Type: application/pkcs7-signature; name=smime.p7s'],
      ...['Content-Transfer-Encoding: base64', '', 'MIIB', '--s--', ''],
    ),
  )
  expect({ text, html }).toEqual({ text: 'I have ordered twice.', html: null })
})

test('a text between two HTML bodies is escaped', async () => {
  const { html } = await readContent(
    mail(
      ...[
        'Content-Type: multipart/mixed; boundary=m',
        '',
        '--m',
        'Content-Type: text/html',
        '',
        '<p>Hello</p>',
      ],
      ...['--m', '', 'List <script>footer</script>', '--m--', ''],
    ),
  )
  expect(html).toContain('<p>Hello</p>')
  expect(html).toContain('List &lt;script&gt;footer')
})
