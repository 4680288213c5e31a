import { type Address, addressKey } from '../model/address.ts'
import { stripSubject } from '../model/base-subject.ts'
import type { Message } from '../model/message.ts'

/** RFC 5322 sets no limit; beyond this the middle says nothing more (mail.md A8.1). */
const maxReferences = 50

export interface ReplyHeaders {
  readonly to: readonly Address[]
  readonly subject: string
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}

export interface ReplyIdentity {
  readonly address: string
  /** An id of ours that is the same in every mail of the conversation. */
  readonly threadId: string
}

/**
 * Who an answer to this message goes to and how it is threaded (RFC 5322 §3.6.4). To answer our own message is
 * to write to the same people again. Our own address is never a recipient. The subject is that of the answered mail
 * and not of the first one. The id of the conversation is the oldest ancestor: it survives where a server writes
 * Message-IDs of its own, and where the answered mail has none.
 */
export function composeReply(answered: Message, { address, threadId }: ReplyIdentity): ReplyHeaders {
  const chain = [
    threadId,
    ...answered.references,
    ...answered.inReplyTo,
    ...(answered.mailId === null ? [] : [answered.mailId]),
  ]
  return {
    to: recipients(answered).filter((one) => addressKey(one.address) !== addressKey(address)),
    subject: `Re: ${stripSubject(answered.subject)}`.trim(),
    inReplyTo: answered.mailId === null ? [] : [answered.mailId],
    references: withoutMiddle([...new Set(chain)]),
  }
}

function recipients(answered: Message): readonly Address[] {
  if (answered.direction === 'outbound') return answered.to
  if (answered.forwardedFrom !== null) return [answered.forwardedFrom]
  if (answered.replyTo.length > 0) return answered.replyTo
  return answered.from === null ? [] : [answered.from]
}

/** The first ids (ours and the customer's) name the thread, the last ones the place in it. */
function withoutMiddle(ids: readonly string[]): readonly string[] {
  return ids.length <= maxReferences ? ids : [...ids.slice(0, 2), ...ids.slice(2 - maxReferences)]
}
