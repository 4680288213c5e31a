import { isGuichetError, type ParsedMessage, type RawMessage } from '@guichet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'

function inMemory(bytes: Uint8Array): RawMessage {
  return { size: bytes.length, sha256: '', bytes, open: () => chunksOf(bytes, 1000) }
}

function streamed(bytes: Uint8Array, chunkSize: number): RawMessage {
  return { size: bytes.length, sha256: '', bytes: null, open: () => chunksOf(bytes, chunkSize) }
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

function parse(lines: readonly string[], lineEnd = '\r\n'): Promise<ParsedMessage> {
  return parseMail(inMemory(Buffer.from(lines.join(lineEnd))))
}

const head = [
  'Return-Path: <jean@example.fr>',
  'Message-ID: <one@example.fr>',
  'Date: Sat, 21 Nov 2026 10:05:06 +0100',
  'From: Jean Dupont <jean@example.fr>',
  'To: support@example.com',
  'Subject: =?utf-8?Q?Commande_n=C2=B0_12?=',
  'MIME-Version: 1.0',
]

const withFiles = [
  ...head,
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'This is a message in MIME format.',
  '--outer',
  'Content-Type: multipart/related; boundary="inner"',
  '',
  '--inner',
  'Content-Type: multipart/alternative; boundary="choice"',
  '',
  '--choice',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Bonjour, o=F9 en est ma commande =E0 50 =80=A0?',
  '--choice',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Bonjour, <b>où</b> en est ma commande ?</p>',
  '--choice--',
  '',
  '--inner',
  'Content-Type: image/png; name="logo.png"',
  'Content-Transfer-Encoding: base64',
  'Content-ID: <logo@example.fr>',
  '',
  Buffer.alloc(300, 7)
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\r\n'),
  '--inner--',
  '--outer',
  'Content-Type: application/pdf',
  "Content-Disposition: attachment; filename*=utf-8''re%C3%A7u.pdf",
  'Content-Transfer-Encoding: base64',
  '',
  'SGVsbG8=',
  '--outer--',
  '',
]

test('a mail with alternatives, an inline image and a file is read', async () => {
  const message = await parse(withFiles)
  expect(message).toMatchObject({
    mailId: 'one@example.fr',
    inReplyTo: [],
    references: [],
    from: { name: 'Jean Dupont', address: 'jean@example.fr' },
    to: [{ name: '', address: 'support@example.com' }],
    subject: 'Commande n° 12',
    text: 'Bonjour, où en est ma commande à 50 €\u00a0?',
    sentAt: new Date('2026-11-21T09:05:06Z'),
    attachments: [
      { name: 'logo.png', contentType: 'image/png', size: 300, contentId: 'logo@example.fr', inline: true },
      { name: 'reçu.pdf', contentType: 'application/pdf', size: 5, contentId: null, inline: false },
    ],
  })
  expect(message.headers.get('to')).toEqual(['support@example.com'])
})

test.each(['\n', '\r'])('a mail with %j as its line end is read the same', async (lineEnd) => {
  const usual = await parse([...head, '', 'Bonjour', 'Merci'])
  const other = await parse([...head, '', 'Bonjour', 'Merci'], lineEnd)
  if (lineEnd === '\n') expect(other).toEqual(usual)
  else expect(other).toMatchObject({ text: 'Bonjour\nMerci', subject: usual.subject, mailId: usual.mailId })
})

test('a stream gives what the same bytes in memory give, whatever its chunks', async () => {
  const bytes = Buffer.from(withFiles.join('\r\n'))
  const whole = await parseMail(inMemory(bytes))
  for (const size of [1, 2, 3, 7, 64, 1000]) expect(await parseMail(streamed(bytes, size))).toEqual(whole)
})

test('two deliveries of one mail have one external id; another text, date or sender has another', async () => {
  const idOf = async (lines: readonly string[], end = '\r\n'): Promise<string> =>
    (await parse(lines, end)).externalId
  const body = ['', 'Bonjour']
  const id = await idOf([...head, ...body])
  expect(id).toMatch(/^mail:[0-9a-f]{64}$/)
  expect(await idOf(['Received: by relay', 'Delivered-To: b@example.com', ...head, ...body])).toBe(id)
  expect(await idOf([...head, ...body], '\n')).toBe(id)
  expect(await idOf([...head, '', 'Bonsoir'])).not.toBe(id)
  for (const name of ['Message-ID', 'Date', 'From'])
    expect(await idOf([...head.filter((line) => !line.startsWith(name)), ...body])).not.toBe(id)
})

test('two mails without a Message-ID are two mails', async () => {
  const [one, two] = [await parse(['From: a@x', '', 'un']), await parse(['From: a@x', '', 'deux'])]
  expect(one.mailId).toBeNull()
  expect(one.externalId).not.toBe(two.externalId)
})

test('an empty plain alternative gives way to the HTML', async () => {
  const message = await parse([
    ...head,
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    '',
    '   ',
    '--b',
    'Content-Type: text/html',
    '',
    '<p>Bonjour</p>',
    '--b--',
  ])
  expect(message.text).toBe('Bonjour')
  expect(message.attachments).toEqual([])
})

test('a forwarded mail is a file, not part of the text', async () => {
  const message = await parse([
    ...head,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'Voir ci-joint',
    '--b',
    'Content-Type: message/rfc822; name="origine.eml"',
    '',
    'Subject: autre',
    '',
    'Texte de l’autre',
    '--b--',
  ])
  expect(message.text).toBe('Voir ci-joint')
  expect(message.attachments.map((file) => [file.name, file.contentType])).toEqual([
    ['origine.eml', 'message/rfc822'],
  ])
})

test('a mail that ends in the middle of a part is read as far as it goes', async () => {
  const message = await parse([...head, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Bonj'])
  expect(message.text).toBe('Bonj')
})

test('a multipart without parts is read as text', async () => {
  const message = await parse([...head, 'Content-Type: multipart/mixed; boundary=b', '', 'Bonjour'])
  expect(message.text).toBe('Bonjour')
})

test('a text in an encoding nobody defined is read as it stands', async () => {
  const message = await parse([...head, 'Content-Transfer-Encoding: x-none', '', 'Bonjour'])
  expect(message.text).toBe('Bonjour')
})

test('the charset of HTML is looked for in its meta element when nothing else declares it', async () => {
  const html =
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>'
  const bytes = Buffer.from(`Content-Type: text/html\n\n${html}`, 'latin1')
  expect((await parseMail(inMemory(bytes))).text).toBe('Привет')
})

test('parts beyond the thousandth are passed over, and the rest is read', async () => {
  const many = [
    '--b',
    '',
    'un',
    ...Array.from({ length: 5000 }, () => ['--b', 'Content-Type: a/b', '', 'x']).flat(),
  ]
  const message = await parse([...head, 'Content-Type: multipart/mixed; boundary=b', '', ...many])
  expect([message.text, message.attachments.length]).toEqual(['un', 998])
})

test('what lies deeper than fifty levels is left to mailparser', async () => {
  const type = 'Content-Type: multipart/mixed; boundary=b'
  const nested = Array.from({ length: 80 }, (_, depth) => [`${type}${depth}`, '', `--b${depth}`])
  expect((await parse([...head, ...nested.flat(), '', 'très profond'])).text).toContain('très profond')
})

test('flowed text is joined', async () => {
  const message = await parse([...head, 'Content-Type: text/plain; format=flowed', '', 'un ', 'deux'])
  expect(message.text).toBe('un deux')
})

test('NUL and lone surrogates never reach the storage', async () => {
  const message = await parse(['Subject: a\0b', 'X-Odd: \0', 'From: "a\0" <a@example.com>', '', 'c\0d'])
  expect(JSON.stringify([...message.headers, message])).not.toContain('\\u0000')
})

test('a header called __proto__ is a header', async () => {
  const message = await parse(['__proto__: x', '', ''])
  expect(message.headers.get('__proto__')).toEqual(['x'])
})

test.each(['', '\n\n\n', 'no header at all', '\0\0\0'])('%j is no mail', async (text) => {
  const failure = await parseMail(inMemory(Buffer.from(text))).catch((error: unknown) => error)
  expect(isGuichetError(failure) && failure.code).toBe('unparsable')
})

test('a text of 200 MB is streamed in flat memory', async () => {
  const line = Buffer.from(`${'Bonjour '.repeat(128)}\r\n`.repeat(64))
  async function* open(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${[...head, ''].join('\r\n')}\r\n`)
    for (let sent = 0; sent < 200_000_000; sent += line.length) yield line
  }
  const before = process.memoryUsage().rss
  const message = await parseMail({ size: 2e8, sha256: '', bytes: null, open })
  expect(message.text).toHaveLength(1_000_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
}, 20_000)

test('no cut and no mutation of a mail makes it fail in another way than unparsable, or slow', async () => {
  const original = Buffer.from(withFiles.join('\r\n'))
  const edit = fc.record({
    at: fc.nat(original.length - 1),
    bytes: fc.uint8Array({ maxLength: 6 }),
    removed: fc.nat(40),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 8 }), fc.nat(original.length), async (edits, length) => {
      let bytes: Buffer = original
      for (const { at, bytes: added, removed } of edits)
        bytes = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)])
      bytes = bytes.subarray(0, length)
      const start = performance.now()
      const [whole, parts] = await Promise.allSettled([
        parseMail(inMemory(bytes)),
        parseMail(streamed(bytes, 17)),
      ])
      expect(performance.now() - start).toBeLessThan(1000)
      if (whole.status === 'rejected') expect(whole.reason).toMatchObject({ code: 'unparsable' })
      else if (parts.status === 'fulfilled') expect(parts.value.externalId).toBe(whole.value.externalId)
      expect(parts.status).toBe(whole.status)
    }),
    { numRuns: 300, seed: 12 },
  )
})

test('a multipart that lost its blank line and its first delimiter still has its first part', async () => {
  const lines = [
    ...[
      'From: ana@example.org',
      'Content-Type: multipart/alternative; boundary=b',
      'Content-Type: text/plain',
    ],
    ...['', 'Plain words', '--b', 'Content-Type: text/html', '', '<p>Rich words</p>', '--b--', ''],
  ]
  await expect(parse(lines)).resolves.toMatchObject({ text: 'Plain words', attachments: [] })
})
