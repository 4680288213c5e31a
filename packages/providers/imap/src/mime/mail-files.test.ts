import type { RawMessage } from '@guichet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMail } from '../parse-mail.ts'
import { inMemory } from '../parse-protocol.ts'
import { writeTnef } from '../testing/write-tnef.ts'
import { readAttachment } from './read-attachment.ts'
import { readContent } from './read-content.ts'
import { readTnef } from './tnef.ts'

function raw(lines: readonly string[]): RawMessage {
  const bytes = Buffer.from(lines.join('\r\n'), 'latin1')
  return inMemory({ number: 0, bytes, size: bytes.length, sha256: '' })
}

async function fileOf(mail: RawMessage, index: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await readAttachment(mail, index)) ?? []) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function withWinmail(tnef: Buffer, text = 'see attached'): RawMessage {
  return raw([
    ...['From: a@b.example', 'Content-Type: multipart/mixed; boundary=x', ''],
    ...['--x', 'Content-Type: text/plain', '', text],
    ...[
      '--x',
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
    ],
    ...[tnef.toString('base64').replaceAll(/.{76}/g, (line) => `${line}\r\n`)],
    ...['--x', 'Content-Type: image/png; name=last.png', '', 'png', '--x--', ''],
  ])
}

const invoice = {
  title: 'FACTUR~1.PDF',
  longName: 'Facture n° 12 – août.pdf',
  bytes: Buffer.from('%PDF-1.4 …'),
}

describe('winmail.dat', () => {
  it('is opened: its files stand in its place, under their long names', async () => {
    const picture = { title: 'logo.png', contentId: 'logo@x', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }
    const mail = withWinmail(writeTnef([invoice, picture]))
    const { attachments, text } = await parseMail(mail)
    expect(attachments.map(({ name, size, inline }) => [name, size, inline])).toEqual([
      ['Facture n° 12 – août.pdf', invoice.bytes.length, false],
      ['logo.png', 4, true],
      ['last.png', 3, false],
    ])
    expect(text).toBe('see attached')
    expect(await fileOf(mail, 0)).toEqual(invoice.bytes)
    expect(await fileOf(mail, 1)).toEqual(Buffer.from(picture.bytes))
    expect((await fileOf(mail, 2)).toString()).toBe('png')
  })

  it('says what the mail says when nothing else does', async () => {
    const mail = withWinmail(
      writeTnef([], { text: 'Où est ma commande ?', html: '<p>O\u00f9 est <b>ma</b> commande ?</p>' }),
      '',
    )
    expect((await parseMail(mail)).text).toBe('Où est ma commande ?')
    expect((await readContent(mail)).html).toBe('<p>Où est <b>ma</b> commande ?</p>')
  })

  it('that cannot be read stays the file it is', async () => {
    const { attachments } = await parseMail(withWinmail(Buffer.from('no TNEF at all')))
    expect(attachments.map(({ name }) => name)).toEqual(['winmail.dat', 'last.png'])
  })

  it('gives back whatever files were put in', () => {
    const files = fc.array(
      fc.record({
        title: fc.stringMatching(/^[a-z]{1,20}$/),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }),
      }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(files, (given) => {
        const read = readTnef(writeTnef(given))?.files ?? []
        expect(read.map(({ name, bytes }) => [name, Buffer.from(bytes)])).toEqual(
          given.map(({ title, bytes }) => [title, Buffer.from(bytes)]),
        )
      }),
    )
  })

  it('damaged at any place neither throws nor hangs', () => {
    const good = writeTnef([invoice, { title: 'b', bytes: Buffer.alloc(500, 7) }], { text: 'x', html: 'y' })
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, length) => {
        const bad = Buffer.from(good.subarray(0, length))
        if (at < length) bad[at] = value
        readTnef(bad)
      }),
      { numRuns: 3_000 },
    )
  })
})

const encoded = ["begin 644 note d'envoi.txt", '#0V%T', '`', 'end']

describe('files in a text', () => {
  it('are taken out of it, with what stands around them left', async () => {
    const mail = raw(['From: a@b.example', '', 'Bonjour,', ...encoded, 'Merci', ''])
    const { text, attachments } = await parseMail(mail)
    expect(text).toBe('Bonjour,\nMerci')
    expect(attachments).toMatchObject([
      { name: "note d'envoi.txt", size: 3, contentType: 'application/octet-stream' },
    ])
    expect((await fileOf(mail, 0)).toString()).toBe('Cat')
  })

  it.each([
    ['has no end', encoded.slice(0, -1)],
    [
      'has a line that is no data',
      [...encoded.slice(0, 2), 'this is a sentence with small letters', ...encoded.slice(2)],
    ],
    ['only begins like one', ['begin 644 and then some', 'people write about the format', 'end']],
  ])('stay text when one %s', async (_, lines) => {
    const { text, attachments } = await parseMail(raw(['From: a@b.example', '', ...lines, '']))
    expect(attachments).toEqual([])
    expect(text).toBe(lines.join('\n'))
  })

  it('several stand in their order, and many beginnings take no time of their own', async () => {
    const two = raw(['From: a@b.example', '', ...encoded, 'and', ...encoded, ''])
    expect((await parseMail(two)).attachments).toHaveLength(2)
    const hostile = raw(['From: a@b.example', '', ...Array.from({ length: 50_000 }, () => 'begin 644 x'), ''])
    expect((await parseMail(hostile)).attachments).toEqual([])
  })
})
