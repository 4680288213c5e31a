import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AutomaticAnswerDecision,
  judge,
  mayAnswerAutomatically,
  type ParsedMessage,
} from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { parseMail } from './parse-mail.ts'

const corpora = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url))
const automatic = join(corpora, 'sisimai-set-of-emails')
const ham = join(corpora, 'ham.tar.gz')
const areThere = [automatic, ham].every((path) => existsSync(path))
if (!areThere && process.env.CI) throw new Error(`CI needs the collections of mail in ${corpora}`)
if (!areThere) console.warn(`skipped: there are no collections of mail in ${corpora}`)

async function read(path: string): Promise<ParsedMessage> {
  const bytes = readFileSync(path)
  return parseMail({ size: bytes.length, sha256: '', bytes, open: () => once(bytes) })
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function filesBelow(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => path.endsWith('.eml')).map((path) => join(folder, path))
}

/** As if we were its first recipient: what is refused is refused for what the mail is. */
function decide(message: ParsedMessage): AutomaticAnswerDecision | null {
  const [identity] = [...message.to, ...message.cc]
  return identity === undefined ? null : mayAnswerAutomatically(message, judge(message), { identity })
}

const listHeaders = [
  'list-id',
  'list-unsubscribe',
  'list-post',
  'mailing-list',
  'x-mailing-list',
  'x-beenthere',
]
const desktop = /mozilla|mutt|outlook|pine|kmail|evolution|eudora|apple mail|sylpheed|ximian|gnus|the bat/i

function isFromPerson({ headers, inReplyTo }: ParsedMessage): boolean {
  if ([...listHeaders, 'precedence'].some((name) => headers.has(name))) return false
  const program = headers.get('user-agent')?.[0] ?? headers.get('x-mailer')?.[0] ?? ''
  return inReplyTo.length > 0 || desktop.test(program)
}

describe.skipIf(!areThere)('automatic answers', { timeout: 60_000 }, () => {
  it('go to none of the bounces, complaints and vacation mails', async () => {
    const files = filesBelow(join(automatic, 'maildir/bsd'))
    const answered: string[] = []
    for (const file of files) if (decide(await read(file))?.allowed === true) answered.push(file)
    expect(answered).toEqual([])
    expect(files.length).toBeGreaterThan(300)
  })

  it('are refused to nobody who wrote to us himself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-ham-'))
    try {
      execFileSync('tar', ['xzf', ham, '-C', folder])
      const refused: string[] = []
      let people = 0
      for (const file of filesBelow(folder).filter((path) => path.includes('easy-ham'))) {
        const message = await read(file)
        const decision = isFromPerson(message) ? decide(message) : null
        if (decision === null) continue
        people += 1
        if (!decision.allowed) refused.push(`${file.slice(folder.length)}: ${decision.reasons.join(', ')}`)
      }
      expect(refused).toEqual([])
      expect(people).toBeGreaterThan(30)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
