import { addressKey } from '../model/address.ts'
import { baseSubject } from '../model/base-subject.ts'
import type { Participant, ThreadConversation, ThreadLink } from '../ports/records.ts'
import { listKey } from './list-key.ts'
import { parentsOf, sendersOf, type ThreadableMessage } from './threadable.ts'

/**
 * What is known of conversations while a batch is threaded. It grows with every message, so that an answer
 * finds a question that came in the same batch, in either order.
 */
export interface ThreadKnowledge {
  readonly links: Map<string, ThreadLink[]>
  readonly participants: Map<string, Set<string>>
  readonly conversations: Map<string, ThreadConversation>
  /** Where conversations that tokens name live now. */
  readonly merged: Map<string, string>
  /** Conversations by `subjectKey`. */
  readonly subjects: Map<string, Set<string>>
  /** Conversations by the address they are with, where that alone connects; see `addressesToMatch`. */
  readonly addresses: Map<string, Set<string>>
  readonly newLinks: ThreadLink[]
  readonly newParticipants: Participant[]
}

/** Knowledge of nothing. */
export function emptyKnowledge(): ThreadKnowledge {
  return {
    links: new Map(),
    participants: new Map(),
    conversations: new Map(),
    merged: new Map(),
    subjects: new Map(),
    addresses: new Map(),
    newLinks: [],
    newParticipants: [],
  }
}

/** A subject that says nothing connects nothing. */
export const minSubjectLength = 4

export function subjectKey(match: { readonly baseSubject: string; readonly address: string }): string {
  return `${match.address}\n${match.baseSubject}`
}

export interface Placement {
  readonly conversationId: string
  /** It wanted to join another conversation and may not: then it claims nothing but its own id. */
  readonly wasRefused: boolean
}

/**
 * Adds a message that was placed. One that was refused its parents' conversation claims only its own id: otherwise
 * a stranger could quote ids he expects and attract the answers to them.
 */
export function remember(
  message: ThreadableMessage,
  { conversationId, wasRefused }: Placement,
  knowledge: ThreadKnowledge,
): void {
  if (message.mailId !== null) {
    addLink({ mailId: message.mailId, conversationId, isOwn: true, isIssued: message.isFromUs }, knowledge)
  }
  const mentioned = wasRefused ? [] : [...parentsOf(message), ...message.hints.map(({ id }) => id)]
  for (const mailId of mentioned)
    addLink({ mailId, conversationId, isOwn: false, isIssued: false }, knowledge)

  const list = listKey(message)
  const others = [...message.to, ...message.cc, ...message.alsoWith]
  const people = [...sendersOf(message), ...others.map(({ address }) => addressKey(address))]
  for (const address of [...people, ...(list === null ? [] : [list])]) {
    addParticipant({ conversationId, address }, knowledge)
  }
  if (message.quietPeriodMs !== null)
    for (const address of people) knowAddress(address, conversationId, knowledge)
  addConversation(message, conversationId, knowledge)
  addSubject(message, conversationId, { people, knowledge })
}

/** Adds a link that is already stored. */
export function knowLink(link: ThreadLink, { links }: ThreadKnowledge): void {
  links.set(link.mailId, [...(links.get(link.mailId) ?? []), link])
}

/** Adds a participant that is already stored. */
export function knowParticipant({ conversationId, address }: Participant, knowledge: ThreadKnowledge): void {
  const known = knowledge.participants.get(conversationId) ?? new Set()
  knowledge.participants.set(conversationId, known.add(address))
}

/** Adds a conversation that a subject leads to. */
export function knowSubject(key: string, conversationId: string, { subjects }: ThreadKnowledge): void {
  subjects.set(key, (subjects.get(key) ?? new Set()).add(conversationId))
}

/** Adds a conversation that an address leads to. */
export function knowAddress(
  address: string,
  conversationId: string,
  { addresses }: Pick<ThreadKnowledge, 'addresses'>,
): void {
  addresses.set(address, (addresses.get(address) ?? new Set()).add(conversationId))
}

function addLink(link: ThreadLink, knowledge: ThreadKnowledge): void {
  const known = knowledge.links.get(link.mailId) ?? []
  const same = known.find((other) => other.conversationId === link.conversationId)
  if (same !== undefined && (same.isOwn || !link.isOwn) && (same.isIssued || !link.isIssued)) return
  knowledge.links.set(link.mailId, [...known.filter((other) => other !== same), link])
  knowledge.newLinks.push(link)
}

function addParticipant(participant: Participant, knowledge: ThreadKnowledge): void {
  const known = knowledge.participants.get(participant.conversationId)
  if (participant.address === '' || known?.has(participant.address)) return
  knowParticipant(participant, knowledge)
  knowledge.newParticipants.push(participant)
}

function addConversation(
  { subject, receivedAt }: ThreadableMessage,
  conversationId: string,
  { conversations }: ThreadKnowledge,
): void {
  const known = conversations.get(conversationId)
  if (known === undefined) {
    const moment = { firstMessageAt: receivedAt, lastMessageAt: receivedAt }
    conversations.set(conversationId, { conversationId, status: 'new', subjects: [subject], ...moment })
    return
  }
  const isLatest = receivedAt >= known.lastMessageAt
  conversations.set(conversationId, {
    ...known,
    ...(isLatest ? { subjects: [known.subjects[0] ?? '', subject], lastMessageAt: receivedAt } : {}),
    ...(receivedAt < known.firstMessageAt ? { firstMessageAt: receivedAt } : {}),
  })
}

function addSubject(
  message: ThreadableMessage,
  conversationId: string,
  { people, knowledge }: { readonly people: readonly string[]; readonly knowledge: ThreadKnowledge },
): void {
  const base = baseSubject(message.subject)
  if (base.length < minSubjectLength) return
  for (const address of people)
    knowSubject(subjectKey({ baseSubject: base, address }), conversationId, knowledge)
}
