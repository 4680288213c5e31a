import type { RawMessage } from '@guichet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMail } from '../parse-mail.ts'
import { readAttachment } from './read-attachment.ts'
import { readContent } from './read-content.ts'

function inPieces(text: string, pieceLength: number): RawMessage {
  const bytes = Buffer.from(text, 'latin1')
  return {
    ...{ size: bytes.length, sha256: '', bytes: null },
    open: async function* () {
      for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength)
    },
  }
}

async function bytesOf(chunks: AsyncIterable<Uint8Array> | null): Promise<Buffer | null> {
  if (chunks === null) return null
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

function mail(encoding: string, encoded: string, lineEnd: string): string {
  return [
    'From: a@b.example',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'see attached',
    '--x',
    'Content-Type: application/octet-stream; name=a.bin',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encoded,
    '--x--',
    '',
  ].join(lineEnd)
}

function quotedPrintable(bytes: Uint8Array, lineEnd: string): string {
  const escaped = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
  return escaped.map((one, index) => (index % 24 === 23 ? `${one}=${lineEnd}` : one)).join('')
}

const encoders: Readonly<Record<string, (bytes: Uint8Array, lineEnd: string) => string>> = {
  base64: (bytes, lineEnd) =>
    Buffer.from(bytes)
      .toString('base64')
      .replaceAll(/.{76}/g, (line) => `${line}${lineEnd}`),
  'quoted-printable': quotedPrintable,
}

describe('a file of a mail', () => {
  it.each(Object.keys(encoders))(
    'comes out of %s byte for byte, wherever the pieces end',
    async (encoding) => {
      const encode = encoders[encoding] ?? (() => '')
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 600 }),
          fc.integer({ min: 1, max: 200 }),
          fc.constantFrom('\n', '\r\n'),
          async (bytes, pieceLength, lineEnd) => {
            const raw = inPieces(mail(encoding, encode(bytes, lineEnd), lineEnd), pieceLength)
            expect(await bytesOf(await readAttachment(raw, 0))).toEqual(Buffer.from(bytes))
          },
        ),
      )
    },
  )

  it('without an encoding keeps its own line ends, not the one before the boundary', async () => {
    const raw = inPieces(mail('8bit', 'one\r\ntwo\r\n', '\r\n'), 7)
    expect((await bytesOf(await readAttachment(raw, 0)))?.toString()).toBe('one\r\ntwo\r\n')
  })

  it('that does not exist is null', async () => {
    expect(await readAttachment(inPieces(mail('base64', 'AAAA', '\n'), 50), 1)).toBeNull()
  })

  it('stands at the place that the list of attachments gives it', async () => {
    const nested = [
      'Content-Type: multipart/mixed; boundary=o',
      ...['', '--o', 'Content-Type: multipart/related; boundary=i'],
      ...['', '--i', 'Content-Type: text/html', '', '<img src="cid:p@x"><img src="http://e.example/b.png">'],
      ...[
        '--i',
        'Content-Type: image/png',
        'Content-ID: <p@x>',
        'Content-Transfer-Encoding: base64',
        '',
        'iVBO',
      ],
      ...['--i--', '--o', 'Content-Type: application/pdf; name=b.pdf', '', 'pdf', '--o--', ''],
    ].join('\r\n')
    const raw = inPieces(nested, 33)
    const { attachments } = await parseMail(raw)
    expect(attachments.map(({ contentType }) => contentType)).toEqual(['image/png', 'application/pdf'])
    expect((await bytesOf(await readAttachment(raw, 1)))?.toString()).toBe('pdf')
    const content = await readContent(raw)
    expect(content.html).toContain('cid:p@x')
    expect(content.pictures).toEqual([{ references: ['p@x'], bytes: Buffer.from('iVBO', 'base64') }])
  })
})
