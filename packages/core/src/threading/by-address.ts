import { addressKey } from '../model/address.ts'
import type { ThreadConversation } from '../ports/records.ts'
import { type Candidate, silence } from './may-join.ts'
import type { ThreadKnowledge } from './thread-knowledge.ts'
import { sendersOf, type ThreadableMessage } from './threadable.ts'

/**
 * The addresses whose latest conversation a message continues, where messages name no other message; none where they
 * do, and none where the sender's system says itself which thread it is.
 */
export function addressesToMatch(message: ThreadableMessage): readonly string[] {
  if (message.quietPeriodMs === null || message.hints.some(({ isProven }) => isProven)) return []
  // Our own address is in every conversation: of a message that we sent, the other side counts.
  const keys = message.isFromUs
    ? message.to.slice(0, 1).map(({ address }) => addressKey(address))
    : sendersOf(message)
  return keys.filter((key) => key !== '')
}

/**
 * Conversations with the sender that were not quiet for too long when the message came, the nearest in time first. What
 * somebody archived or called spam is closed: the next word opens another one.
 */
export function addressCandidates(
  message: ThreadableMessage,
  { addresses, conversations }: ThreadKnowledge,
): readonly Candidate[] {
  const wanted = addressesToMatch(message)
  const found = new Map<string, { readonly evidence: string; readonly conversation: ThreadConversation }>()
  for (const evidence of wanted)
    for (const id of addresses.get(evidence) ?? []) {
      const conversation = conversations.get(id)
      if (conversation !== undefined && !found.has(id)) found.set(id, { evidence, conversation })
    }
  const quietFor = (conversation: ThreadConversation) => silence(message.receivedAt, conversation)
  return [...found.values()]
    .filter(({ conversation: { status } }) => status !== 'archived' && status !== 'spam')
    .filter(({ conversation }) => quietFor(conversation) <= (message.quietPeriodMs ?? 0))
    .toSorted(
      ({ conversation: one }, { conversation: other }) =>
        quietFor(one) - quietFor(other) || other.lastMessageAt.getTime() - one.lastMessageAt.getTime(),
    )
    .map(({ evidence, conversation: { conversationId } }) => ({
      ...{ conversationId, rule: 'address' as const, evidence, isIssued: false },
    }))
}
