import { expect, test } from 'vitest'
import { parseMail } from '../parse-mail.ts'

function parse(lines: readonly string[]) {
  const bytes = Buffer.from(lines.join('\r\n'))
  return parseMail({ size: bytes.length, sha256: '', bytes, open: () => once(bytes) })
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const head = ['From: MAILER-DAEMON@mx.example', 'MIME-Version: 1.0']

test('a delivery report hands over its blocks and the headers of the returned message', async () => {
  const { report, text, attachments } = await parse([
    ...head,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It failed.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; paul@client.example',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1',
    ' user unknown',
    '',
    'Final-Recipient: rfc822; anne@client.example',
    'Status: 4.2.2',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Message-ID: <answer@acme.example>',
    'To: paul@client.example',
    '',
    'Final-Recipient: nobody',
    '--b--',
  ])
  expect(text).toBe('It failed.')
  expect(attachments.map(({ contentType }) => contentType)).toEqual([
    'message/delivery-status',
    'message/rfc822',
  ])
  expect(report?.fields.map((block) => block.get('final-recipient'))).toEqual([
    undefined,
    'rfc822; paul@client.example',
    'rfc822; anne@client.example',
  ])
  expect(report?.fields[1]?.get('diagnostic-code')).toBe('smtp; 550 5.1.1 user unknown')
  expect([...(report?.originalHeaders ?? [])]).toEqual([
    ['message-id', ['<answer@acme.example>']],
    ['to', ['paul@client.example']],
  ])
})

test('an encoded report is read like any other', async () => {
  const { report } = await parse([
    ...head,
    'Content-Type: multipart/report; boundary=b',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('Feedback-Type: abuse\r\nVersion: 1\r\n').toString('base64'),
    '--b--',
  ])
  expect([...(report?.fields[0] ?? [])]).toEqual([
    ['version', '1'],
    ['feedback-type', 'abuse'],
  ])
  expect(report?.originalHeaders).toBeNull()
})

test('an ordinary mail reports nothing', async () => {
  expect(await parse([...head, '', 'Bonjour'])).not.toHaveProperty('report')
})
