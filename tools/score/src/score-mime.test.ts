import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCorpora } from './corpora.ts'
import { scoreMime } from './score-mime.ts'

const mail = 'From: Ana <ana@example.org>\nSubject: Hello\n\nHi there\n'
const head = [
  { name: 'from', value: { Address: { List: [{ name: 'Ana', address: 'ana@example.org' }] } } },
  { name: 'subject', value: { Text: 'Hello' } },
]

function scoreOf(expected: object) {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-mime-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const mails = join(folder, 'stalwart-mail-parser/resources/eml/rfc')
  mkdirSync(mails, { recursive: true })
  writeFileSync(join(mails, '000.eml'), mail)
  writeFileSync(join(mails, '000.json'), JSON.stringify(expected))
  return scoreMime(false)(openCorpora(folder))
}

function expectation(text: string, isGuess = false) {
  const part = { headers: head, body: { Text: text }, is_encoding_problem: isGuess }
  return { text_body: isGuess ? [] : [0], html_body: [], attachments: isGuess ? [0] : [], parts: [part] }
}

test('a mail that is read as expected has all seven fields right', async () => {
  await expect(scoreOf(expectation('Hi there\n'))).resolves.toEqual({ mimeFields: { right: 7, of: 7 } })
})

test('another text is one field wrong', async () => {
  await expect(scoreOf(expectation('Hi here\n'))).resolves.toEqual({ mimeFields: { right: 6, of: 7 } })
})

test('a character that the other reader could not read may be any', async () => {
  await expect(scoreOf(expectation('Hi \ufffdhere\n'))).resolves.toEqual({ mimeFields: { right: 7, of: 7 } })
})

test('a text that the other reader kept as a file, because it gave up, may be shown', async () => {
  await expect(scoreOf(expectation('Hi there\n', true))).resolves.toEqual({ mimeFields: { right: 7, of: 7 } })
})
