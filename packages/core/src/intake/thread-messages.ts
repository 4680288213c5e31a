import type { Participant, ThreadLink } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import {
  mailIdsOf,
  subjectKey,
  subjectToMatch,
  type Threaded,
  type ThreadKnowledge,
  thread,
} from '../steps/thread.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'
import { markRepetition, repeatsMailId } from './mark-repetition.ts'

export interface ThreadedMessage extends FreshMessage {
  readonly threaded: Threaded
}

export interface ThreadedBatch {
  readonly messages: readonly ThreadedMessage[]
  readonly links: readonly ThreadLink[]
  readonly participants: readonly Participant[]
}

const dayMs = 86_400_000

/** An answer that only its subject connects must come within this time. */
const subjectWindowMs = 30 * dayMs

/** Threads a batch with three look-ups, however many messages it holds; oldest first, so that answers follow. */
export async function threadMessages(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly FreshMessage[],
): Promise<ThreadedBatch> {
  const knowledge = await gatherKnowledge(tx, ctx, messages)
  const inOrder = messages.toSorted(
    (a, b) => a.received.receivedAt.getTime() - b.received.receivedAt.getTime(),
  )
  const threaded = inOrder.map((message) => {
    const isRepetition = repeatsMailId(message.parsed.mailId, knowledge.links)
    const threadable = { ...message.parsed, isFromUs: message.received.sentByUs === true }
    const to = thread(threadable, knowledge, {
      isOurMailId: (mailId) => ctx.mailIds.isOurs(ctx.tenant, mailId),
      newConversationId: () => ctx.clock.newId(),
    })
    return { ...message, threaded: isRepetition ? markRepetition(to) : to }
  })
  return { messages: threaded, links: knowledge.newLinks, participants: knowledge.newParticipants }
}

async function gatherKnowledge(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly FreshMessage[],
): Promise<ThreadKnowledge> {
  const knowledge: ThreadKnowledge = {
    links: new Map(),
    participants: new Map(),
    subjects: new Map(),
    newLinks: [],
    newParticipants: [],
  }
  const mailIds = [...new Set(messages.flatMap(({ parsed }) => mailIdsOf(parsed)))]
  const links = mailIds.length === 0 ? [] : await tx.threads.find(ctx.integrationId, mailIds)
  for (const link of links)
    knowledge.links.set(link.mailId, [...(knowledge.links.get(link.mailId) ?? []), link])

  const conversationIds = [...new Set(links.map((link) => link.conversationId))]
  const participants = conversationIds.length === 0 ? [] : await tx.threads.participants(conversationIds)
  for (const { conversationId, address } of participants) {
    knowledge.participants.set(
      conversationId,
      (knowledge.participants.get(conversationId) ?? new Set()).add(address),
    )
  }

  const subjects = messages.flatMap(
    ({ parsed, received }) => subjectToMatch({ ...parsed, isFromUs: received.sentByUs === true }) ?? [],
  )
  const since = new Date(ctx.clock.now().getTime() - subjectWindowMs)
  const matches =
    subjects.length === 0 ? [] : await tx.threads.findBySubject(ctx.integrationId, subjects, since)
  for (const match of matches) knowledge.subjects.set(subjectKey(match), match.conversationId)
  return knowledge
}
