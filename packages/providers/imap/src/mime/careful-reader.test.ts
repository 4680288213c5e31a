import { expect, test } from 'vitest'
import { readCarefully } from './careful-reader.ts'

function mail(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'))
}

test('texts are read and files are measured', async () => {
  const content = await readCarefully(
    mail(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'Bonjour',
      '--b',
      'Content-Type: application/pdf; name="a.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'SGVsbG8=',
      '--b--',
    ),
  )
  expect(content).toEqual({
    text: 'Bonjour',
    attachments: [{ name: 'a.pdf', contentType: 'application/pdf', size: 5, contentId: null, inline: false }],
  })
})

test('HTML is read as text where there is no other', async () => {
  expect(await readCarefully(mail('Content-Type: text/html', '', '<p>Bonjour</p>'))).toMatchObject({
    text: 'Bonjour',
  })
})

test('a mail beyond its limits is refused, not waited for', async () => {
  const parts = Array.from({ length: 2000 }, () => ['--b', 'Content-Type: application/x-a', '', 'a']).flat()
  await expect(
    readCarefully(mail('Content-Type: multipart/mixed; boundary=b', '', ...parts)),
  ).rejects.toThrow()
})

test('a file whose type was cut off is a file of no known type, and ends nothing', async () => {
  const content = await readCarefully(
    mail(
      'Content-Type: multipart/mixed; boundary="ab"',
      '',
      '--ab',
      'Content-Type: multipart/mixed; boundary="a"',
      '',
      '--ab',
      'Content-Type: ',
    ),
  )
  expect(content.attachments.map(({ contentType }) => contentType)).toEqual(['application/octet-stream'])
})
