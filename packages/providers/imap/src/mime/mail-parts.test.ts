import type { RawContent, RawMessage } from '@guichet/core'
import { expect, test } from 'vitest'
import { readAttachment } from './read-attachment.ts'
import { readContent } from './read-content.ts'

function read(...lines: readonly string[]): Promise<RawContent> {
  return readContent(rawMessage(Buffer.from(lines.join('\r\n'))))
}

function rawMessage(bytes: Buffer): RawMessage {
  const open = async function* () {
    yield bytes
  }
  return { size: bytes.length, sha256: '', bytes, open }
}

const invitation = [
  ...['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:u1', 'SUMMARY:Réunion'],
  ...['DTSTART:20261103T090000Z', 'END:VEVENT', 'END:VCALENDAR'],
]
const inner = [
  ...['From: Bob <bob@customer.example>', 'Subject: =?utf-8?q?Cass=C3=A9?='],
  ...['Date: Tue, 3 Nov 2026 10:00:00 +0100', 'Content-Type: multipart/mixed; boundary=i', ''],
  ...['--i', '', 'the secret of the inner mail', '--i', 'Content-Type: image/png; name=lamp.png', ''],
  ...['x', '--i--', ''],
]
const summary = {
  subject: 'Cassé',
  from: { name: 'Bob', address: 'bob@customer.example' },
  date: '2026-11-03T09:00:00.000Z',
  files: ['lamp.png'],
}

test('an invitation and its copy as a file are one event', async () => {
  const { event, text } = await read(
    ...['Content-Type: multipart/mixed; boundary=m', '', '--m'],
    ...['Content-Type: multipart/alternative; boundary=a', '', '--a', '', 'See you', '--a'],
    ...['Content-Type: text/calendar; charset=utf-8; method=REQUEST', '', ...invitation, '--a--'],
    ...['--m', 'Content-Type: application/ics; name=invite.ics', 'Content-Transfer-Encoding: base64', ''],
    ...[Buffer.from(invitation.join('\r\n')).toString('base64'), '--m--', ''],
  )
  expect(text).toBe('See you')
  expect(event).toMatchObject({ method: 'request', summary: 'Réunion', start: '2026-11-03T09:00:00Z' })
})

test('a calendar that cannot be read is only a file', async () => {
  const { event } = await read('Content-Type: text/calendar; method=REQUEST', '', 'BEGIN:VCALENDAR', 'oops')
  expect(event).toBeNull()
})

test.each(['7bit', 'base64'])(
  'a mail within a mail is listed and stays out of the text (%s)',
  async (encoding) => {
    const bytes = inner.join('\r\n')
    const { mails, text } = await read(
      ...['Content-Type: multipart/mixed; boundary=m', '', '--m', '', 'See below', '--m'],
      ...['Content-Type: application/pdf; name=a.pdf', '', 'x', '--m'],
      ...['Content-Type: message/rfc822', `Content-Transfer-Encoding: ${encoding}`, ''],
      ...[encoding === 'base64' ? Buffer.from(bytes).toString('base64') : bytes, '--m--', ''],
    )
    expect(text).toBe('See below')
    expect(mails).toEqual([{ attachment: 1, ...summary }])
  },
)

test('the parts of a digest are mails', async () => {
  const { mails, text } = await read(
    ...['Content-Type: multipart/digest; boundary=d', '', '--d', '', ...inner],
    ...['--d', '', 'Subject: second', '', 'more', '--d--', ''],
  )
  expect(text).toBe('')
  expect(mails?.map(({ attachment, subject }) => [attachment, subject])).toEqual([
    [0, 'Cassé'],
    [1, 'second'],
  ])
})

test.each([
  ['multipart/signed; protocol="application/pkcs7-signature"; boundary=b', 'signed', 'smime'],
  ['multipart/signed; protocol="application/pgp-signature"; boundary=b', 'signed', 'pgp'],
  ['multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', 'encrypted', 'pgp'],
  ['application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'encrypted', 'smime'],
  ['application/x-pkcs7-mime; name=smime.p7m', 'encrypted', 'smime'],
  ['application/pkcs7-mime; smime-type=signed-data; name=smime.p7m', 'signed', 'smime'],
])('says how a mail is protected: %s', async (type, state, by) => {
  const { protection } = await read(`Content-Type: ${type}`, '', '--b', '', 'text', '--b--', '')
  expect(protection).toEqual({ state, by })
})

test('says so of PGP within the text, and of a signed mail below the footer of a list', async () => {
  const encrypted = await read('Subject: x', '', '-----BEGIN PGP MESSAGE-----', '', 'abc')
  expect(encrypted.protection).toEqual({ state: 'encrypted', by: 'pgp' })
  const listed = await read(
    ...['Content-Type: multipart/mixed; boundary=m', '', '--m', 'Content-Type: multipart/signed; boundary=s'],
    ...['', '--s', '', 'text', '--s--', '--m', '', 'footer', '--m--', ''],
  )
  expect(listed.protection).toEqual({ state: 'signed', by: 'smime' })
  expect((await read('Subject: x', '', 'Hello')).protection).toBeNull()
})

test('the place of a mail within a mail is that of its file, at every depth', async () => {
  const wrap = (subject: string, content: string) =>
    [
      ...[`Subject: ${subject}`, `Content-Type: multipart/mixed; boundary=${subject}`, '', `--${subject}`],
      ...['Content-Type: application/pdf; name=a.pdf', '', 'x', `--${subject}`],
      ...['Content-Type: message/rfc822', '', content, `--${subject}--`, ''],
    ].join('\r\n')
  const seen: (string | undefined)[] = []
  let bytes = Buffer.from(wrap('one', wrap('two', 'Subject: three\r\n\r\nDeep')))
  for (let depth = 0; depth < 2; depth += 1) {
    const raw = rawMessage(bytes)
    const { mails } = await readContent(raw)
    seen.push(mails?.[0]?.subject)
    const pieces: Uint8Array[] = []
    for await (const piece of (await readAttachment(raw, mails?.[0]?.attachment ?? -1)) ?? [])
      pieces.push(piece)
    bytes = Buffer.concat(pieces)
  }
  expect(seen).toEqual(['two', 'three'])
  expect((await readContent(rawMessage(bytes))).text).toBe('Deep')
})
