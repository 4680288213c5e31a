import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function corporaWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-corpora-'))
  folders.push(folder)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

function score(folder: string): string {
  const script = fileURLToPath(new URL('./score-mail.ts', import.meta.url))
  return execFileSync(process.execPath, ['--conditions=guichet-source', script, '--corpora', folder], {
    encoding: 'utf8',
  })
}

test('a folder with a part of the collections is scored on that part, and told what is not there', () => {
  const folder = corporaWith({
    'email_reply_trimmer/test/trimmed/a.txt': 'Yes.\n',
    'email_reply_trimmer/test/emails/a.txt': 'Yes.\n\n-----Original Message-----\nFrom: Ann\n\nDo you?\n',
    'email_reply_trimmer/test/trimmed/b.txt': 'Yes, I do.\n',
    'email_reply_trimmer/test/emails/b.txt': 'No.\n',
    'email_reply_trimmer/test/trimmed/c.txt': 'No mail.\n',
    'talon/expectations.jsonl': '{"test":"t","kind":"html","input":"<p>Hi</p>","expected":"<p>Hi</p>"}\n',
  })
  const output = score(folder)
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({
    trimmer: 0.5,
    talonHtml: 1,
    lost: 0.3333,
  })
  expect(output).toContain('email_reply_trimmer/test/emails/c.txt')
  expect(output).toContain('ham.tar.gz')
  expect(output).toContain('mail-parser-reply/expectations.jsonl')
})
