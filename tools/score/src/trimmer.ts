import { splitReply } from '@guichet/core/reply-text'
import type { Corpora } from './corpora.ts'
import { compare, type Outcome } from './outcome.ts'
import { shown } from './shown.ts'

/** email_reply_trimmer: closings are kept, "Sent from my …" is not. */
export function scoreTrimmer(corpora: Corpora): readonly Outcome[] {
  const folder = 'email_reply_trimmer/test'
  return corpora.names(`${folder}/trimmed`).flatMap((name) => {
    const wanted = corpora.text(`${folder}/trimmed/${name}`)
    const text = corpora.text(`${folder}/emails/${name}`)
    if (wanted === null || text === null) return []
    return [compare(`trimmer ${name}`, wanted, shown(splitReply(text), ['reply', 'closing']))]
  })
}
