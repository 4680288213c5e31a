import { type Threaded, thread } from '../steps/thread.ts'
import { emptyKnowledge, type ThreadKnowledge } from '../threading/thread-knowledge.ts'
import type { ThreadableMessage } from '../threading/threadable.ts'
import { parsedMessage } from './parsed-message.ts'

/** A plain mail from a customer, one minute after the last one, with whatever the test needs different. */
export function threadableMessage(changes: Partial<ThreadableMessage> = {}): ThreadableMessage {
  const { mailId, inReplyTo, references, from, to, cc, subject, headers } = parsedMessage()
  return {
    ...{ mailId, inReplyTo, references, from, to, cc, subject, headers },
    receivedAt: new Date('2026-11-02T08:00:00Z'),
    fromAlso: [],
    alsoWith: [],
    proof: 'unchecked',
    isFromUs: false,
    tokens: [],
    hints: [],
    quietPeriodMs: null,
    ...changes,
  }
}

/** Threads messages one after the other: conversations are called A, B, C… as they are opened, ours begin `ours.`. */
export function threader(
  knowledge: ThreadKnowledge = emptyKnowledge(),
  newConversationId: () => string = letters(),
): {
  readonly knowledge: ThreadKnowledge
  place(message: ThreadableMessage): Threaded
  places(messages: readonly ThreadableMessage[]): string
} {
  const options = {
    isOurMailId: (id: string) => id.startsWith('ours.'),
    newConversationId,
  }
  const place = (message: ThreadableMessage) => thread(message, knowledge, options)
  return {
    knowledge,
    place,
    places: (messages) => messages.map((message) => place(message).conversationId).join(''),
  }
}

function letters(): () => string {
  let count = 0
  return () => 'ABCDEFGH'[count++] ?? '?'
}
