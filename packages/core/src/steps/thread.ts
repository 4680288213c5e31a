import { addressKey } from '../model/address.ts'
import { baseSubject, hasReplyPrefix } from '../model/base-subject.ts'
import type { ThreadingDecision } from '../model/message.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import type { Participant, ThreadLink } from '../ports/records.ts'

export type ThreadableMessage = Pick<
  ParsedMessage,
  'mailId' | 'inReplyTo' | 'references' | 'from' | 'to' | 'cc' | 'subject' | 'headers'
> & {
  /** We sent it: it belongs wherever it says. */
  readonly isFromUs?: boolean
}

/** Where a message goes; `isNew` asks the caller to open the conversation. */
export interface Threaded {
  readonly conversationId: string
  readonly isNew: boolean
  readonly decision: ThreadingDecision
}

/**
 * What is known of conversations while a batch is threaded. It grows with every message, so that an answer
 * finds a question that came in the same batch, in either order.
 */
export interface ThreadKnowledge {
  readonly links: Map<string, ThreadLink[]>
  readonly participants: Map<string, Set<string>>
  /** By `subjectKey`. */
  readonly subjects: Map<string, string>
  readonly newLinks: ThreadLink[]
  readonly newParticipants: Participant[]
}

export interface ThreadOptions {
  readonly isOurMailId: (mailId: string) => boolean
  readonly newConversationId: () => string
}

/** Every mail id that can say where a message belongs: its parents and, for a late parent, its own. */
export function mailIdsOf(message: ThreadableMessage): readonly string[] {
  return [...parentsOf(message), ...(message.mailId === null ? [] : [message.mailId])]
}

/** Set when only the subject can tell: marked as an answer, yet without any reference. */
export function subjectToMatch(message: ThreadableMessage): { baseSubject: string; address: string } | null {
  const base = baseSubject(message.subject)
  const isCandidate = parentsOf(message).length === 0 && hasReplyPrefix(message.subject) && base.length >= 4
  // Our own address is in every conversation: of a mail that we sent, the other side counts.
  const partner = message.isFromUs ? message.to[0] : message.from
  return isCandidate && partner ? { baseSubject: base, address: addressKey(partner.address) } : null
}

export function subjectKey(match: { readonly baseSubject: string; readonly address: string }): string {
  return `${match.address}\n${match.baseSubject}`
}

/**
 * Puts one message into a conversation by the order of evidence: our own signed id, any referenced id (also
 * one never seen itself), a guarded subject. Joining needs the sender to belong, or our signed id; otherwise
 * whoever learns an id could read along (mail.md A4.2).
 */
export function thread(
  message: ThreadableMessage,
  knowledge: ThreadKnowledge,
  options: ThreadOptions,
): Threaded {
  const threaded = decide(message, knowledge, options)
  remember(message, threaded, knowledge)
  return threaded
}

function decide(message: ThreadableMessage, knowledge: ThreadKnowledge, options: ThreadOptions): Threaded {
  const join = (conversationId: string, rule: ThreadingDecision['rule'], evidence: string): Threaded => ({
    conversationId,
    isNew: false,
    decision: { rule, evidence, possiblyRelated: null },
  })
  const candidates = candidatesFor(message, knowledge)
  const token = candidates.find((link) => link.isOwn && options.isOurMailId(link.mailId))
  if (token !== undefined) return join(token.conversationId, 'token', token.mailId)

  const reference = candidates.find((link) => belongs(message, link.conversationId, knowledge))
  if (reference !== undefined) return join(reference.conversationId, 'reference', reference.mailId)

  const subject = subjectToMatch(message)
  const bySubject = subject === null ? undefined : knowledge.subjects.get(subjectKey(subject))
  if (subject !== null && bySubject !== undefined) return join(bySubject, 'subject', subject.baseSubject)

  const possiblyRelated = candidates[0]?.conversationId ?? null
  const decision: ThreadingDecision = { rule: 'new', evidence: '', possiblyRelated }
  return { conversationId: options.newConversationId(), isNew: true, decision }
}

/** Nearest parent first; ids that are messages before ids that were only mentioned. */
function candidatesFor(message: ThreadableMessage, knowledge: ThreadKnowledge): readonly ThreadLink[] {
  const links = mailIdsOf(message).flatMap((mailId) => knowledge.links.get(mailId) ?? [])
  return [...links.filter((link) => link.isOwn), ...links.filter((link) => !link.isOwn)]
}

function parentsOf(message: ThreadableMessage): readonly string[] {
  const nearestFirst = [...message.inReplyTo, ...message.references.toReversed()]
  return [...new Set(nearestFirst)].filter((mailId) => mailId !== message.mailId)
}

function belongs(message: ThreadableMessage, conversationId: string, knowledge: ThreadKnowledge): boolean {
  const participants = knowledge.participants.get(conversationId)
  if (message.isFromUs) return true
  if (participants === undefined) return false
  const own = [message.from === null ? null : addressKey(message.from.address), listKey(message)]
  return own.some((key) => key !== null && participants.has(key))
}

/** Members of a mailing list belong to its threads without being named in them (RFC 2919). */
function listKey(message: ThreadableMessage): string | null {
  const header = message.headers.get('list-id')?.[0] ?? ''
  const id = /<([^<>]+)>/.exec(header)?.[1] ?? header
  return id.trim() === '' ? null : `list:${addressKey(id)}`
}

/**
 * A message that was refused its parents' conversation claims only its own id: otherwise a stranger could
 * quote ids he expects and attract the answers to them.
 */
function remember(message: ThreadableMessage, threaded: Threaded, knowledge: ThreadKnowledge): void {
  const { conversationId, decision } = threaded
  const mentioned = decision.possiblyRelated === null ? parentsOf(message) : []
  if (message.mailId !== null) addLink({ mailId: message.mailId, conversationId, isOwn: true }, knowledge)
  for (const mailId of mentioned) addLink({ mailId, conversationId, isOwn: false }, knowledge)

  const people = [message.from, ...message.to, ...message.cc].flatMap((one) =>
    one === null ? [] : [one.address],
  )
  const list = listKey(message)
  for (const key of [...people.map(addressKey), ...(list === null ? [] : [list])]) {
    addParticipant({ conversationId, address: key }, knowledge)
  }
}

function addLink(link: ThreadLink, knowledge: ThreadKnowledge): void {
  const known = knowledge.links.get(link.mailId) ?? []
  const same = known.find((other) => other.conversationId === link.conversationId)
  if (same !== undefined && (same.isOwn || !link.isOwn)) return
  knowledge.links.set(link.mailId, [...known.filter((other) => other !== same), link])
  knowledge.newLinks.push(link)
}

function addParticipant(participant: Participant, knowledge: ThreadKnowledge): void {
  const known = knowledge.participants.get(participant.conversationId) ?? new Set()
  if (participant.address === '' || known.has(participant.address)) return
  knowledge.participants.set(participant.conversationId, known.add(participant.address))
  knowledge.newParticipants.push(participant)
}
