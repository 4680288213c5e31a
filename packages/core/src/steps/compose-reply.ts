import { stripSubject } from '../model/base-subject.ts'
import { fitsHeader } from '../model/header-text.ts'
import type { Message } from '../model/message.ts'

/** RFC 5322 sets no limit; beyond this the middle says nothing more (mail.md A8.1). */
const maxReferences = 50

type ReplyHeaders = Pick<Message, 'subject' | 'inReplyTo' | 'references'>

/**
 * How an answer to this message, or the message passed on, is threaded (RFC 5322 §3.6.4). The subject is that of this
 * mail and not of the first one. The id of the conversation, which is the same in every mail of it, is the oldest
 * ancestor: it survives where a server writes Message-IDs of its own, and where this mail has none. Ids of strangers that
 * no header can hold are left out: who sends control characters in one is answered all the same.
 */
export function composeReply(answered: Message, threadId: string, mark: 'Re' | 'Fwd' = 'Re'): ReplyHeaders {
  const own = [answered.mailId].filter((id) => id !== null).filter(fitsHeader)
  const chain = [threadId, ...[...answered.references, ...answered.inReplyTo].filter(fitsHeader), ...own]
  return {
    subject: `${mark}: ${stripSubject(answered.subject)}`.trim(),
    inReplyTo: own,
    references: withoutMiddle([...new Set(chain)]),
  }
}

/** The first ids (ours and the customer's) name the thread, the last ones the place in it. */
function withoutMiddle(ids: readonly string[]): readonly string[] {
  return ids.length <= maxReferences ? ids : [...ids.slice(0, 2), ...ids.slice(2 - maxReferences)]
}
