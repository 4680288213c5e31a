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

/**
 * Who an answer to this message goes to and how it is threaded (RFC 5322 §3.6.4). To answer our own message is
 * to write to the same people again. Our own address is never a recipient.
 */
export function composeReply(answered: Message, identity: Address): ReplyHeaders {
  const chain = [
    ...answered.references,
    ...answered.inReplyTo,
    ...(answered.mailId === null ? [] : [answered.mailId]),
  ]
  return {
    to: recipients(answered).filter((one) => addressKey(one.address) !== addressKey(identity.address)),
    subject: `Re: ${stripSubject(answered.subject)}`.trim(),
    inReplyTo: answered.mailId === null ? [] : [answered.mailId],
    references: withoutMiddle([...new Set(chain)]),
  }
}

function recipients(answered: Message): readonly Address[] {
  if (answered.direction === 'outbound') return answered.to
  if (answered.replyTo.length > 0) return answered.replyTo
  return answered.from === null ? [] : [answered.from]
}

/** The first id names the thread, the last ones the place in it. */
function withoutMiddle(ids: readonly string[]): readonly string[] {
  return ids.length <= maxReferences ? ids : [...ids.slice(0, 1), ...ids.slice(1 - maxReferences)]
}
