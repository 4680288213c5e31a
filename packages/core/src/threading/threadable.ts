import { type Address, addressKey } from '../model/address.ts'
import type { AuthenticationVerdict } from '../model/authentication.ts'
import type { ThreadingRule } from '../model/message.ts'
import type { ParsedMessage } from '../ports/channel.ts'

/** An id that points to a thread without being a reference: a provider's thread id, an Exchange conversation. */
export interface ThreadHint {
  readonly rule: Extract<ThreadingRule, 'provider-thread' | 'thread-index' | 'thread-key'>
  readonly id: string
  /** The channel proves that it is the sender's system which says so: it needs no other proof. */
  readonly isProven?: true
}

/** A message as threading sees it. */
export interface ThreadableMessage
  extends Pick<ParsedMessage, 'mailId' | 'inReplyTo' | 'references' | 'to' | 'cc' | 'subject' | 'headers'> {
  /** Whom it counts as coming from; see `originalSender`. */
  readonly from: Address | null
  /** Keys of the sender's other addresses, as the channel knows them. */
  readonly fromAlso: readonly string[]
  /** Who else it is with: the writer of what was forwarded. */
  readonly alsoWith: readonly Address[]
  readonly receivedAt: Date
  readonly proof: AuthenticationVerdict
  /** Found in our own Sent folder. */
  readonly isFromUs: boolean
  /** Conversations of the signed tokens it was addressed to or refers to, already checked. */
  readonly tokens: readonly ConversationToken[]
  readonly hints: readonly ThreadHint[]
  /** Where a message names no other: how long a conversation with its sender may have been quiet. Null elsewhere. */
  readonly quietPeriodMs: number | null
}

export interface ConversationToken {
  readonly token: string
  readonly conversationId: string
}

/** What it answers, nearest first; never itself. */
export function parentsOf(message: ThreadableMessage): readonly string[] {
  const nearestFirst = [...message.inReplyTo, ...message.references.toReversed()]
  return [...new Set(nearestFirst)].filter((mailId) => mailId !== message.mailId)
}

/** Every mail id that can say where a message belongs: its parents and, for a late parent, its own. */
export function mailIdsOf(message: ThreadableMessage): readonly string[] {
  return [...parentsOf(message), ...(message.mailId === null ? [] : [message.mailId])]
}

/** Address keys of the one who wrote it. */
export function sendersOf({ from, fromAlso }: ThreadableMessage): readonly string[] {
  return [...new Set([...(from === null ? [] : [addressKey(from.address)]), ...fromAlso])]
}
