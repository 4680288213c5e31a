import { addressKey } from '../model/address.ts'
import { baseSubject, hasReplyPrefix } from '../model/base-subject.ts'
import type { RefusedConversation, ThreadingDecision } from '../model/message.ts'
import type { ThreadLink } from '../ports/records.ts'
import { addressCandidates } from '../threading/by-address.ts'
import { listKey } from '../threading/list-key.ts'
import { type Candidate, refusalOf } from '../threading/may-join.ts'
import {
  minSubjectLength,
  remember,
  subjectKey,
  type ThreadKnowledge,
} from '../threading/thread-knowledge.ts'
import { mailIdsOf, parentsOf, type ThreadableMessage } from '../threading/threadable.ts'

/** Where a message goes; `isNew` asks the caller to open the conversation. */
export interface Threaded {
  readonly conversationId: string
  readonly isNew: boolean
  readonly decision: ThreadingDecision
}

export interface ThreadOptions {
  readonly isOurMailId: (mailId: string) => boolean
  readonly newConversationId: () => string
}

const dayMs = 86_400_000

/** An answer that only its subject connects must come within this time. */
export const subjectWindowMs = 30 * dayMs

/** What is worth telling a person about conversations that were considered in vain. */
const maxRefused = 5

/**
 * Puts one message into a conversation by the order of evidence: our own signed token, any referenced id (also
 * one never seen itself), ids of threads that providers and programs give, a guarded subject, and on media without references the sender's address alone. Each candidate must
 * pass `refusalOf`; otherwise whoever learns an id could read along (mail.md A4.2).
 */
export function thread(
  message: ThreadableMessage,
  knowledge: ThreadKnowledge,
  options: ThreadOptions,
): Threaded {
  const threaded = decide(message, knowledge, options)
  const { conversationId, decision } = threaded
  remember(message, { conversationId, wasRefused: decision.possiblyRelated !== null }, knowledge)
  return threaded
}

/** Set when only the subject can tell: marked as an answer, yet without any reference. */
export function subjectToMatch(message: ThreadableMessage): { baseSubject: string; address: string } | null {
  const base = baseSubject(message.subject)
  const isCandidate =
    parentsOf(message).length === 0 &&
    hasReplyPrefix(message.subject) &&
    base.length >= minSubjectLength &&
    listKey(message) === null
  // Our own address is in every conversation: of a mail that we sent, the other side counts.
  const partner = message.isFromUs ? message.to[0] : message.from
  return isCandidate && partner != null ? { baseSubject: base, address: addressKey(partner.address) } : null
}

function decide(message: ThreadableMessage, knowledge: ThreadKnowledge, options: ThreadOptions): Threaded {
  const refused: RefusedConversation[] = []
  for (const candidate of candidatesFor(message, knowledge, options)) {
    const { conversationId, rule, evidence } = candidate
    const conversation = knowledge.conversations.get(conversationId)
    if (conversation === undefined) continue
    const participants = knowledge.participants.get(conversationId) ?? new Set()
    const because = refusalOf(message, candidate, { conversation, participants })
    if (because === null) {
      return {
        conversationId,
        isNew: false,
        decision: { rule, evidence, possiblyRelated: null, ...told(refused) },
      }
    }
    // Stronger evidence for the same conversation may still come: an id we gave out proves more than another.
    if (refused.every((one) => one.conversationId !== conversationId))
      refused.push({ conversationId, rule, evidence, because })
  }
  const possiblyRelated = refused[0]?.conversationId ?? null
  return {
    conversationId: options.newConversationId(),
    isNew: true,
    decision: { rule: 'new', evidence: '', possiblyRelated, ...told(refused) },
  }
}

function told(refused: readonly RefusedConversation[]): Pick<ThreadingDecision, 'refused'> {
  return refused.length === 0 ? {} : { refused: refused.slice(0, maxRefused) }
}

/** Every conversation the message points to, strongest evidence first. */
function candidatesFor(
  message: ThreadableMessage,
  knowledge: ThreadKnowledge,
  options: ThreadOptions,
): readonly Candidate[] {
  const references = referencesOf(message, knowledge)
  const answered = references.filter(({ mailId, isOwn }) => isOwn && options.isOurMailId(mailId))
  return [
    // The mail that was answered says more than the token of its conversation: it may have been moved since.
    ...answered.map((link) => candidate(link, 'token')),
    ...message.tokens.map(({ token, conversationId }): Candidate => {
      const place = knowledge.merged.get(conversationId) ?? conversationId
      return { conversationId: place, rule: 'token', evidence: token, isIssued: true }
    }),
    ...references.map((link) => candidate(link, 'reference')),
    ...message.hints.flatMap(({ rule, id, isProven }) =>
      (knowledge.links.get(id) ?? []).map(
        (link): Candidate => ({
          ...candidate(link, rule),
          ...(isProven ? { isProven } : {}),
        }),
      ),
    ),
    ...subjectCandidates(message, knowledge),
    ...addressCandidates(message, knowledge),
  ]
}

function candidate(link: ThreadLink, rule: Candidate['rule']): Candidate {
  return { conversationId: link.conversationId, rule, evidence: link.mailId, isIssued: link.isIssued }
}

/** Nearest parent first; ids that are messages before ids that were only mentioned. */
function referencesOf(message: ThreadableMessage, { links }: ThreadKnowledge): readonly ThreadLink[] {
  const found = mailIdsOf(message).flatMap((mailId) => links.get(mailId) ?? [])
  return [...found.filter((link) => link.isOwn), ...found.filter((link) => !link.isOwn)]
}

/**
 * The latest conversation of the same two people about the same, which began before and was not long ago. Subjects of
 * lists and of larger rounds connect what does not belong together.
 */
function subjectCandidates(message: ThreadableMessage, knowledge: ThreadKnowledge): readonly Candidate[] {
  const wanted = subjectToMatch(message)
  if (wanted === null) return []
  const at = message.receivedAt.getTime()
  return [...(knowledge.subjects.get(subjectKey(wanted)) ?? [])]
    .filter((id) => isAmong(knowledge.participants.get(id), message))
    .flatMap((id) => knowledge.conversations.get(id) ?? [])
    .filter(({ status }) => status !== 'archived' && status !== 'spam')
    .filter(({ firstMessageAt }) => firstMessageAt.getTime() <= at)
    .filter(({ lastMessageAt }) => at - lastMessageAt.getTime() <= subjectWindowMs)
    .toSorted((one, other) => other.lastMessageAt.getTime() - one.lastMessageAt.getTime())
    .map(({ conversationId }) => ({
      ...{ conversationId, rule: 'subject' as const, evidence: wanted.baseSubject, isIssued: false },
    }))
}

/** Whether nobody takes part in a conversation but those whom the message names. */
function isAmong(
  participants: ReadonlySet<string> = new Set(),
  { from, to, cc }: ThreadableMessage,
): boolean {
  const named = new Set(
    [...(from === null ? [] : [from]), ...to, ...cc].map(({ address }) => addressKey(address)),
  )
  return [...participants].every((participant) => named.has(participant))
}
