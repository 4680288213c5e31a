import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitReply } from '@guichet/core/reply-text'
import { compare, type Outcome } from './outcome.ts'
import { shown } from './shown.ts'

/** email_reply_trimmer: closings are kept, "Sent from my …" is not. */
export function scoreTrimmer(corpora: string): readonly Outcome[] {
  const folder = join(corpora, 'email_reply_trimmer', 'test')
  return readdirSync(join(folder, 'trimmed')).map((name) => {
    const wanted = readFileSync(join(folder, 'trimmed', name), 'utf8')
    const parts = splitReply(readFileSync(join(folder, 'emails', name), 'utf8'))
    return compare(`trimmer ${name}`, wanted, shown(parts, ['reply', 'closing']))
  })
}
