import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseMail } from '../parse-mail.ts'
import type { ImapSettings } from '../settings.ts'
import { mailDomains } from '../testing/mail-domain.ts'
import { rawMessage } from '../testing/raw-message.ts'
import { authenticateMail } from './authenticate-mail.ts'

const folder = fileURLToPath(new URL('../../../../../../shared/security/', import.meta.url))
const isAbsent = !existsSync(folder)
if (isAbsent && process.env.CI) throw new Error(`the hostile mails are needed in CI: ${folder}`)
if (isAbsent) process.stderr.write(`skipped: no hostile mails in ${folder}\n`)

const settings: ImapSettings = {
  ...{ address: 'us@desk.example', name: '', host: 'imap.gmail.com', security: 'tls', folders: ['INBOX'] },
}

/** Every mail that is stored as a file, and every one that is a text of a case. */
function* hostileMails(): Generator<readonly [name: string, source: string]> {
  for (const set of ['postfix-mime', 'mime-bombs']) {
    for (const name of readdirSync(`${folder}${set}`))
      yield [`${set}/${name}`, readFileSync(`${folder}${set}/${name}`, 'latin1')]
  }
  const cases: unknown = JSON.parse(readFileSync(`${folder}prompt-injection-mail/cases.json`, 'utf8'))
  const texts = JSON.stringify(cases)
  yield ['prompt-injection-mail, in a subject', `From: a@b.example\r\nSubject: ${texts}\r\n\r\n`]
  yield [
    'prompt-injection-mail, in a name',
    `From: "${texts.replaceAll('"', "'")}" <a@b.example>\r\n\r\nx\r\n`,
  ]
  yield [
    'prompt-injection-mail, in results',
    `Received: by mx.google.com\r\nAuthentication-Results: mx.google.com; ${texts}\r\nFrom: a@b.example\r\n\r\n`,
  ]
}

describe.skipIf(isAbsent)('the sender of hostile mail', () => {
  it('is never proven, in bounded time, and the check never throws', async () => {
    const { resolve } = mailDomains({})
    const authenticate = authenticateMail({ resolve })
    let count = 0
    for (const [name, source] of hostileMails()) {
      const raw = rawMessage(source)
      const parsed = await parseMail(raw).catch(() => null)
      if (parsed === null) continue
      const started = performance.now()
      const found = await authenticate({ raw, parsed, settings, isHistory: false })
      expect(found.verdict, name).toBe('unknown')
      expect(performance.now() - started, name).toBeLessThan(5_000)
      count++
    }
    expect(count).toBeGreaterThan(25)
  })
})
