import { addressKey } from '../model/address.ts'
import type { AuthenticationVerdict } from '../model/authentication.ts'
import type { Participant, ThreadLink } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import { subjectToMatch, subjectWindowMs, type Threaded, thread } from '../steps/thread.ts'
import { addressTokens } from '../threading/address-tokens.ts'
import { addressesToMatch } from '../threading/by-address.ts'
import { threadHints } from '../threading/thread-hints.ts'
import {
  emptyKnowledge,
  knowAddress,
  knowLink,
  knowParticipant,
  knowSubject,
  subjectKey,
  type ThreadKnowledge,
} from '../threading/thread-knowledge.ts'
import {
  type ConversationToken,
  mailIdsOf,
  parentsOf,
  type ThreadableMessage,
} from '../threading/threadable.ts'
import type { IntakeContext } from './intake-context.ts'
import { markRepetition, repeatsMailId } from './mark-repetition.ts'
import type { NamedMessage } from './name-senders.ts'

export interface ThreadedMessage extends NamedMessage {
  readonly threaded: Threaded
}

export interface ThreadedBatch {
  readonly messages: readonly ThreadedMessage[]
  readonly links: readonly ThreadLink[]
  readonly participants: readonly Participant[]
}

interface Pending {
  readonly message: NamedMessage
  readonly threadable: ThreadableMessage
}

/** Threads a batch with a few look-ups, however many messages it holds; oldest first, so that answers follow. */
export async function threadMessages(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly NamedMessage[],
): Promise<ThreadedBatch> {
  const pending = messages
    .map((message): Pending => ({ message, threadable: threadable(ctx, message) }))
    .toSorted((a, b) => a.threadable.receivedAt.getTime() - b.threadable.receivedAt.getTime())
  const knowledge = await gatherKnowledge(
    tx,
    ctx,
    pending.map((one) => one.threadable),
  )
  const threaded = pending.map(({ message, threadable }) => {
    const isRepetition = repeatsMailId(message.parsed.mailId, knowledge.links)
    const to = thread(threadable, knowledge, {
      isOurMailId: (mailId) => ctx.mailIds.isOurs(ctx.tenant, mailId),
      newConversationId: () => ctx.clock.newId(),
    })
    return { ...message, threaded: isRepetition ? markRepetition(to) : to }
  })
  return { messages: threaded, links: knowledge.newLinks, participants: knowledge.newParticipants }
}

function threadable(
  ctx: IntakeContext,
  { parsed, received, authentication, forwardedFrom }: NamedMessage,
): ThreadableMessage {
  const { mailId, inReplyTo, references, from, to, cc, subject, headers } = parsed
  const withoutTokens: ThreadableMessage = {
    ...{ mailId, inReplyTo, references, from, to, cc, subject, headers },
    receivedAt: received.receivedAt,
    fromAlso: (parsed.fromAlso ?? []).map(addressKey),
    alsoWith: forwardedFrom === null ? [] : [forwardedFrom],
    proof: proofOf(ctx, received.isHistory, authentication.verdict),
    isFromUs: received.sentByUs === true,
    tokens: [],
    hints: threadHints({
      headers,
      providerThreadId: received.origin?.providerThreadId ?? null,
      threadKeys: ctx.threadKeys?.(parsed) ?? [],
      provenKeys: parsed.threadKeys ?? [],
    }),
    quietPeriodMs: ctx.channel.quietPeriodMs?.(ctx.settings) ?? null,
  }
  return { ...withoutTokens, tokens: tokensOf(ctx, withoutTokens) }
}

/** In history a missing proof says nothing: it is there to be read, and what it held together stays together. */
function proofOf(
  { unprovenSenders }: IntakeContext,
  isHistory: boolean,
  verdict: AuthenticationVerdict,
): AuthenticationVerdict {
  return verdict === 'unknown' && (isHistory || unprovenSenders === 'join') ? 'unchecked' : verdict
}

function tokensOf(ctx: IntakeContext, message: ThreadableMessage): readonly ConversationToken[] {
  return [...addressTokens(message), ...parentsOf(message)].flatMap((token) => {
    const conversationId = ctx.mailIds.conversationOf(ctx.tenant, token)
    return conversationId === null ? [] : [{ token, conversationId }]
  })
}

async function gatherKnowledge(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ThreadableMessage[],
): Promise<ThreadKnowledge> {
  const knowledge = emptyKnowledge()
  const ids = messages.flatMap((message) => [...mailIdsOf(message), ...message.hints.map(({ id }) => id)])
  const links = await tx.threads.find(ctx.integrationId, [...new Set(ids)])
  const matches = await findBySubject(tx, ctx, messages)
  const near = await findByAddress(tx, ctx, messages)
  const tokens = messages.flatMap((message) => message.tokens)
  const wanted = [...links, ...matches, ...near, ...tokens].map(({ conversationId }) => conversationId)
  const moved = await knowConversations(tx, ctx, [...new Set(wanted)], knowledge)
  const placeOf = (conversationId: string): string => moved.get(conversationId) ?? conversationId
  for (const link of links) knowLink({ ...link, conversationId: placeOf(link.conversationId) }, knowledge)
  for (const match of matches) knowSubject(subjectKey(match), placeOf(match.conversationId), knowledge)
  for (const { address, conversationId } of near) knowAddress(address, placeOf(conversationId), knowledge)
  for (const { conversationId } of tokens) knowledge.merged.set(conversationId, placeOf(conversationId))
  return knowledge
}

/**
 * Locks and learns the conversations that a batch may join, so that nobody takes one away before the commit. Ids go
 * on leading to a conversation that was merged: the result says where it lives now.
 */
async function knowConversations(
  tx: Transaction,
  ctx: IntakeContext,
  wanted: readonly string[],
  knowledge: ThreadKnowledge,
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map()
  const found = await tx.threads.conversations(ctx.integrationId, wanted)
  const known = new Set(found.map(({ conversationId }) => conversationId))
  const missing = wanted.filter((id) => !known.has(id))
  const moved = missing.length === 0 ? new Map<string, string>() : await tx.merges.resolve(missing)
  const targets = [...new Set(moved.values())].filter((id) => !known.has(id))
  const late = targets.length === 0 ? [] : await tx.threads.conversations(ctx.integrationId, targets)
  for (const conversation of [...found, ...late]) {
    knowledge.conversations.set(conversation.conversationId, conversation)
  }
  const ids = [...knowledge.conversations.keys()]
  const participants = ids.length === 0 ? [] : await tx.threads.participants(ids)
  for (const participant of participants) knowParticipant(participant, knowledge)
  return moved
}

async function findBySubject(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ThreadableMessage[],
): ReturnType<Transaction['threads']['findBySubject']> {
  const wanted = messages.flatMap((message) => {
    const match = subjectToMatch(message)
    return match === null ? [] : [{ ...match, at: message.receivedAt.getTime() }]
  })
  if (wanted.length === 0) return []
  const since = new Date(Math.min(...wanted.map(({ at }) => at)) - subjectWindowMs)
  return tx.threads.findBySubject(
    ctx.integrationId,
    wanted.map(({ baseSubject, address }) => ({ baseSubject, address })),
    since,
  )
}

async function findByAddress(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ThreadableMessage[],
): Promise<readonly Participant[]> {
  const addresses = new Set(messages.flatMap(addressesToMatch))
  if (addresses.size === 0) return []
  const since = messages.map(({ receivedAt, quietPeriodMs }) => receivedAt.getTime() - (quietPeriodMs ?? 0))
  return tx.threads.findByAddress(ctx.integrationId, [...addresses], new Date(Math.min(...since)))
}
