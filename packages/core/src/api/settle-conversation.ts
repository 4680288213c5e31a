import { addressKey } from '../model/address.ts'
import type { Contact } from '../model/contact.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Message, ThreadMove } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { recount } from '../steps/converse.ts'
import type { ApiContext } from './api-context.ts'

/**
 * A conversation after messages came or went, as if they had arrived in it: counters, first and last message, contact,
 * and who takes part. A list that it was on stays.
 */
export async function settleConversation(
  tx: Transaction,
  ctx: ApiContext,
  conversation: Conversation,
  messages: readonly Message[],
): Promise<Conversation> {
  const contact = await contactOf(tx, ctx, messages)
  // A text does not say under which other address its sender may write next; his contact does.
  const others = conversation.medium === 'email' ? [] : (contact?.addresses ?? [])
  await settleParticipants(tx, conversation, { messages, others })
  return {
    ...recount(conversation, messages),
    ...verdictOf(conversation, messages),
    ...(contact === null ? {} : { contactId: contact.id, contactName: contact.name }),
  }
}

export interface Moving {
  readonly cause: ThreadMove['cause']
  readonly from: string
  readonly to: string
  readonly actor: Actor
  readonly at: Date
}

/** Takes messages to another conversation; answers to them follow, because their ids lead there. */
export async function moveMessages(
  tx: Transaction,
  messages: readonly Message[],
  { at, ...move }: Moving,
): Promise<void> {
  const ids = messages.map(({ id }) => id)
  await tx.messages.move(ids, { ...move, at: at.toISOString() })
}

async function settleParticipants(
  tx: Transaction,
  { id: conversationId, integrationId }: Conversation,
  { messages, others }: { readonly messages: readonly Message[]; readonly others: readonly string[] },
): Promise<void> {
  const people = messages.flatMap(({ from, forwardedFrom, to, cc }) =>
    [from, forwardedFrom, ...to, ...cc].filter((one) => one !== null),
  )
  const named = people.map(({ address }) => addressKey(address)).filter((key) => key !== '')
  const wanted = new Set([...named, ...others])
  const known = await tx.threads.participants([conversationId])
  const gone = known.filter(({ address }) => !wanted.has(address) && !address.startsWith('list:'))
  await tx.threads.removeParticipants(gone)
  await tx.threads.record(
    integrationId,
    [],
    [...wanted].map((address) => ({ conversationId, address })),
  )
}

function verdictOf({ verdict }: Conversation, messages: readonly Message[]): Pick<Conversation, 'verdict'> {
  const verdicts = messages.map((message) => message.verdict)
  if (verdicts.includes('person')) return { verdict: 'person' }
  return { verdict: verdicts.includes(verdict) ? verdict : (verdicts[0] ?? verdict) }
}

/** Whom it is with: the first person who wrote. Null where only we or machines did: that stays as it is. */
async function contactOf(
  tx: Transaction,
  ctx: ApiContext,
  messages: readonly Message[],
): Promise<Contact | null> {
  const first = messages
    .filter(({ direction, verdict }) => direction === 'inbound' && verdict === 'person')
    .map(({ forwardedFrom, from }) => forwardedFrom ?? from)
    .find((one) => one !== null && one.address !== '')
  if (!first) return null
  const key = addressKey(first.address)
  const candidate = { id: ctx.clock.newId(), addressKey: key, name: first.name, createdAt: ctx.clock.now() }
  const contact = (await tx.contacts.resolve([candidate])).get(key)
  return contact === undefined ? null : { ...contact, name: contact.name || first.name || first.address }
}
