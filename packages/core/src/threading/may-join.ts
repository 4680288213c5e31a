import { baseSubject } from '../model/base-subject.ts'
import type { JoinRefusal, ThreadingRule } from '../model/message.ts'
import type { ThreadConversation } from '../ports/records.ts'
import { listKey } from './list-key.ts'
import { isSameTopic } from './same-topic.ts'
import { sendersOf, type ThreadableMessage } from './threadable.ts'

const dayMs = 86_400_000

/** After this long without a word, what comes is a new matter with a link to the old one. */
const veryOldMs = 365 * dayMs

/** After this long a new subject is a new matter, however the mail was begun. */
const quietMs = 14 * dayMs

/** A conversation that a message points to, and how. */
export interface Candidate {
  readonly conversationId: string
  readonly rule: ThreadingRule
  readonly evidence: string
  /** The evidence is an id that we gave out: whoever quotes it has seen a mail of ours. */
  readonly isIssued: boolean
  /** The channel proves that the message belongs there: see `ParsedMessage.threadKeys`. */
  readonly isProven?: true
}

/** What is known of the conversation that a message wants to join. */
export interface Destination {
  readonly conversation: ThreadConversation
  readonly participants: ReadonlySet<string>
}

/**
 * Why a message may not join a conversation that it points to; null when it may. Knowing an id is not enough:
 * the sender must belong, and must be who he says (mail.md A4.2, A9.3); a signed token of ours is proof of both.
 */
export function refusalOf(
  message: ThreadableMessage,
  candidate: Candidate,
  destination: Destination,
): JoinRefusal | null {
  if (message.isFromUs || candidate.isProven) return null
  return senderRefusal(message, candidate, destination) ?? topicRefusal(message, candidate, destination)
}

function senderRefusal(
  message: ThreadableMessage,
  { rule, isIssued }: Candidate,
  { participants }: Destination,
): JoinRefusal | null {
  const list = listKey(message)
  // Whoever reads a list may write to it; there is nothing in its threads that others may not see.
  if (list !== null && participants.has(list)) return null
  if (message.proof === 'fail') return 'forged-sender'
  if (rule === 'token') return null
  if (!sendersOf(message).some((sender) => participants.has(sender))) return 'stranger'
  return message.proof === 'unknown' && !isIssued ? 'unproven-sender' : null
}

function topicRefusal(
  message: ThreadableMessage,
  { rule }: Candidate,
  { conversation }: Destination,
): JoinRefusal | null {
  const quietFor = silence(message.receivedAt, conversation)
  if (quietFor > veryOldMs) return 'too-old'
  const subject = baseSubject(message.subject)
  const isSame = conversation.subjects.some((known) => isSameTopic(baseSubject(known), subject))
  if (isSame) return null
  // Programs keep such an id when somebody takes an old mail to begin a new one.
  const isHint = rule === 'thread-index' || rule === 'provider-thread'
  const isClosed = conversation.status === 'resolved' || conversation.status === 'archived'
  return isHint || isClosed || quietFor > quietMs ? 'changed-subject' : null
}

/** The time between a message and the conversation; a mailbox is read newest first, so it may be on either side. */
export function silence(at: Date, { firstMessageAt, lastMessageAt }: ThreadConversation): number {
  return Math.max(at.getTime() - lastMessageAt.getTime(), firstMessageAt.getTime() - at.getTime(), 0)
}
