import { stripSubject } from '../model/base-subject.ts'
import type { Contact } from '../model/contact.ts'
import type { Conversation, Status } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import { snippetOf } from '../model/text.ts'
import { visibleReply } from '../reply-text/reply-parts.ts'
import { splitReply } from '../reply-text/split-reply.ts'

export interface Opening {
  readonly message: Message
  readonly folderId: string
  readonly contact: Contact | null
  readonly createdAt: Date
}

export interface Arrival {
  readonly message: Message
  readonly contact: Contact | null
  /** It was in the mailbox before we were. */
  readonly isHistory: boolean
}

/** The conversation that a first message opens. */
export function openConversation({ message, folderId, contact, createdAt }: Opening): Conversation {
  return {
    id: message.conversationId,
    integrationId: message.integrationId,
    contactId: contact?.id ?? null,
    medium: message.medium,
    subject: stripSubject(message.subject),
    // What somebody wrote from another mail client needs no work here until it is answered.
    status: message.direction === 'outbound' ? 'resolved' : 'new',
    priority: 'normal',
    folderId,
    assigneeId: null,
    verdict: message.verdict,
    messageCount: 1,
    snippet: snippetOfMessage(message),
    firstMessageAt: message.receivedAt,
    lastMessageAt: message.receivedAt,
    lastMessageId: message.id,
    contactName: nameOf(message, contact),
    possiblyRelated: message.threading.possiblyRelated,
    version: 1,
    createdAt,
  }
}

/**
 * The conversation after one more inbound message, which may be older than those already there: a mailbox is
 * read newest first. What a customer writes reopens a resolved conversation; what a machine sends does not.
 */
export function addInbound(
  conversation: Conversation,
  { message, contact, isHistory }: Arrival,
): Conversation {
  const isLatest = message.receivedAt >= conversation.lastMessageAt
  const isEarliest = message.receivedAt < conversation.firstMessageAt
  const isFirstPerson = conversation.verdict !== 'person' && message.verdict === 'person'
  const namesContact = contact !== null && (conversation.contactId === null || isEarliest)
  return {
    ...conversation,
    ...(isLatest ? latest(message) : {}),
    ...(isEarliest ? { firstMessageAt: message.receivedAt, subject: stripSubject(message.subject) } : {}),
    ...(isFirstPerson ? { verdict: message.verdict } : {}),
    ...(namesContact ? { contactId: contact.id, contactName: nameOf(message, contact) } : {}),
    // Mail servers count whole seconds and run slow: what arrives now is news even when its date is not the latest.
    status:
      message.verdict === 'person' && (isLatest || !isHistory)
        ? reopened(conversation.status)
        : conversation.status,
    messageCount: conversation.messageCount + 1,
    version: conversation.version + 1,
  }
}

/**
 * The conversation after one more message that was sent from another mail client. As the last word it is the answer:
 * the conversation does not wait any longer. Of history nobody is at work on it either.
 */
export function addSent(conversation: Conversation, { message, contact, isHistory }: Arrival): Conversation {
  const isLatest = message.receivedAt >= conversation.lastMessageAt
  const isEarliest = message.receivedAt < conversation.firstMessageAt
  const isAnswer = isLatest && message.verdict === 'person' && conversation.status === 'new'
  return {
    ...conversation,
    ...(isLatest ? latest(message) : {}),
    ...(isEarliest ? { firstMessageAt: message.receivedAt, subject: stripSubject(message.subject) } : {}),
    ...(conversation.contactId === null && contact !== null
      ? { contactId: contact.id, contactName: nameOf(message, contact) }
      : {}),
    ...(isAnswer ? { status: isHistory ? 'resolved' : 'open' } : {}),
    messageCount: conversation.messageCount + 1,
    version: conversation.version + 1,
  }
}

/** The conversation after an answer was queued. */
export function addOutbound(conversation: Conversation, message: Message, status: Status): Conversation {
  return {
    ...conversation,
    ...latest(message),
    status,
    messageCount: conversation.messageCount + 1,
    version: conversation.version + 1,
  }
}

/** The conversation when it holds just these messages, oldest first and at least one. */
export function recount(conversation: Conversation, messages: readonly Message[]): Conversation {
  const [first, last] = [messages[0], messages.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('a conversation holds a message')
  return {
    ...conversation,
    ...latest(last),
    subject: stripSubject(first.subject),
    firstMessageAt: first.receivedAt,
    messageCount: messages.length,
    version: conversation.version + 1,
  }
}

function latest(message: Message): Pick<Conversation, 'lastMessageAt' | 'lastMessageId' | 'snippet'> {
  return {
    lastMessageAt: message.receivedAt,
    lastMessageId: message.id,
    snippet: snippetOfMessage(message),
  }
}

/** What a reply begins with is in its first lines: a long log below it must not cost anything. */
const readForSnippet = 3_000

/** A quoted line, or a line that may introduce one: `On Monday, Ann wrote:`. */
const quoteSign = /^[ \t]*>|[:：][ \t]*$/m

/** The quote and the signature say nothing about what is new; what machines send has neither worth looking for. */
function snippetOfMessage({ text, verdict }: Message): string {
  const start = text.slice(0, readForSnippet)
  // Most mails begin with what is new, and then there is nothing to take apart.
  if (verdict !== 'person' || !quoteSign.test(start.slice(0, 400))) return snippetOf(start)
  return snippetOf(visibleReply(splitReply(start)))
}

function reopened(status: Status): Status {
  return status === 'resolved' || status === 'archived' ? 'open' : status
}

function nameOf(message: Message, contact: Contact | null): string {
  const sender = message.forwardedFrom ?? message.from
  const partner = message.direction === 'outbound' ? message.to[0] : sender
  return contact?.name || partner?.name || partner?.address || '?'
}
