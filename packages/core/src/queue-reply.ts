import { isDeepStrictEqual } from 'node:util'
import { openConnection } from './connections.ts'
import { GuichetError } from './errors.ts'
import { keyUsed } from './idempotency-key.ts'
import type { ReplyInput } from './inbox-conversations.ts'
import { rememberCorrespondents } from './intake/remember-correspondents.ts'
import type { MailIds } from './mail-ids.ts'
import { addressKey } from './model/address.ts'
import { unchecked } from './model/authentication.ts'
import type { Conversation } from './model/conversation.ts'
import type { Message } from './model/message.ts'
import type { OutboxEntry } from './model/outbox.ts'
import type { Actor } from './model/tenant.ts'
import type { Transaction } from './ports/storage.ts'
import { canSend } from './sending/can-send.ts'
import { deliveryEvent } from './sending/delivery-event.ts'
import type { Draft, Writing } from './sending/draft.ts'
import { draftMail } from './sending/draft-mail.ts'
import { draftText } from './sending/draft-text.ts'
import { messageToAnswer } from './sending/message-to-answer.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { addOutbound } from './steps/converse.ts'

export interface ReplyContext extends SendingContext {
  readonly mailIds: MailIds
  /** See `InboxOptions`; 10 unless told. */
  readonly undoSeconds?: number
}

const defaultUndoSeconds = 10

/**
 * Queues an answer: the message with the id it will always have, the outbox row and the job that sends it commit
 * together. Throws `not-found`, and `conflict` when something arrived that the writer has not seen or when nobody can
 * be answered that way now.
 */
export async function queueReply(
  tx: Transaction,
  ctx: ReplyContext,
  conversationId: string,
  request: ReplyInput & { readonly actor: Actor },
): Promise<Message> {
  // The lock comes first: a second click waits here and then finds the first one's message.
  const [conversation] = await tx.conversations.getForUpdate([conversationId])
  if (conversation === undefined) throw new GuichetError('not-found', 'there is no such conversation')
  const earlier = await findEarlier(tx, conversation, request)
  if (earlier !== null) return earlier
  assertSeen(conversation, request)

  const answered = await messageToAnswer(tx, conversation)
  if (answered === null) throw mailboxGone()
  const writing = await openWriting(tx, ctx, { conversation, answered, request })
  const draft =
    conversation.medium === 'email'
      ? draftMail(tx.tenant, ctx.mailIds, writing)
      : await draftText(tx, ctx.clock, writing)
  const message = messageOf(ctx, writing, draft, request.actor)
  await record(tx, ctx, { conversation, message, draft, request })
  return (await tx.messages.get(message.id)) ?? message
}

async function findEarlier(
  tx: Transaction,
  { id }: Conversation,
  request: ReplyInput,
): Promise<Message | null> {
  if (request.idempotencyKey === undefined) return null
  const entry = await tx.outbox.findByIdempotencyKey(request.idempotencyKey)
  const message = entry === null ? null : await tx.messages.get(entry.messageId)
  if (entry === null || message === null) return null
  const saysTheSame =
    request.template === undefined
      ? entry.template === null && message.text === request.text
      : isDeepStrictEqual(entry.template, request.template)
  if (message.conversationId !== id || !saysTheSame) throw keyUsed()
  return message
}

function assertSeen(conversation: Conversation, request: ReplyInput): void {
  if (request.seenUpTo === undefined || request.seenUpTo === conversation.lastMessageId) return
  throw new GuichetError(
    'conflict',
    'something arrived in this conversation since it was read: look, then send again',
    {
      field: 'seenUpTo',
    },
  )
}

async function openWriting(
  tx: Transaction,
  ctx: ReplyContext,
  { conversation, answered, request }: Pick<Writing, 'conversation' | 'answered' | 'request'>,
): Promise<Writing> {
  const integration = await tx.integrations.get(conversation.integrationId)
  if (integration === null) throw mailboxGone()
  const { channel, connection } = await openConnection(tx, ctx, integration)
  if (!canSend(channel, connection.settings)) {
    const remedy = channel.send === undefined ? 'add a sender to its channel type' : 'complete its settings'
    const sentence = `${integration.name} can only receive: ${remedy}`
    throw new GuichetError('conflict', sentence)
  }
  return { conversation, integration, channel, settings: connection.settings, answered, request }
}

function mailboxGone(): GuichetError {
  const sentence = 'the mailbox of this conversation was removed: it cannot be answered'
  return new GuichetError('conflict', sentence)
}

function messageOf(ctx: ReplyContext, writing: Writing, draft: Draft, actor: Actor): Message {
  const { conversation, integration, channel, settings, answered } = writing
  const id = ctx.clock.newId()
  const now = ctx.clock.now()
  return {
    ...draft.message,
    id,
    conversationId: conversation.id,
    integrationId: integration.id,
    direction: 'outbound',
    medium: conversation.medium,
    externalId: `out:${draft.message.mailId ?? id}`,
    from: channel.identity(settings),
    cc: [],
    attachments: [],
    sentAt: now,
    receivedAt: afterLast(conversation, now),
    verdict: 'person',
    evidence: [],
    threading: { rule: 'reply', evidence: answered.id, possiblyRelated: null },
    authentication: unchecked,
    forwardedFrom: null,
    parseState: 'ok',
    parseError: null,
    rawKey: null,
    rawSize: 0,
    authorId: actor.kind === 'person' ? actor.id : null,
    delivery: { state: 'ready', attempts: 0, error: null, nextAttemptAt: null },
  }
}

/** An answer stands after what it answers, even when a mail server's clock runs ahead of ours. */
function afterLast(conversation: Conversation, now: Date): Date {
  return new Date(Math.max(now.getTime(), conversation.lastMessageAt.getTime() + 1))
}

interface Recording {
  readonly conversation: Conversation
  readonly message: Message
  readonly draft: Draft
  readonly request: ReplyInput & { readonly actor: Actor }
}

/** When it leaves: at a time that was chosen, or as soon as its writer cannot take it back any more. */
function leavingOf(
  ctx: Pick<ReplyContext, 'clock' | 'undoSeconds'>,
  { sendAt, undoSeconds, actor }: Recording['request'],
): Pick<OutboxEntry, 'nextAttemptAt' | 'dueAt' | 'isScheduled'> {
  if (sendAt !== undefined) return { nextAttemptAt: sendAt, dueAt: sendAt, isScheduled: true }
  const usual = actor.kind === 'person' ? (ctx.undoSeconds ?? defaultUndoSeconds) : 0
  const seconds = undoSeconds ?? usual
  const nextAttemptAt = seconds === 0 ? null : new Date(ctx.clock.now().getTime() + seconds * 1000)
  return { nextAttemptAt, dueAt: null, isScheduled: false }
}

async function record(
  tx: Transaction,
  ctx: Pick<ReplyContext, 'clock' | 'undoSeconds'>,
  { conversation, message, draft, request }: Recording,
): Promise<void> {
  const { id, integrationId, conversationId, mailId } = message
  const entry = {
    ...{ messageId: id, integrationId, state: 'ready' as const, fence: 0, attempts: 0 },
    ...{ error: null, providerId: null, sendingUntil: null, uncertainSince: null },
    ...leavingOf(ctx, request),
    cancelIfAnswered: request.cancelIfAnswered ?? false,
    // The version that this reply gives the conversation, below.
    undo: { status: conversation.status, version: conversation.version + 1 },
    idempotencyKey: request.idempotencyKey ?? id,
    html: draft.html,
    template: draft.template,
    createdAt: ctx.clock.now(),
  }
  await tx.messages.insert([message])
  await tx.outbox.insert(entry)
  await rememberCorrespondents(tx, [message])
  await tx.threads.record(
    integrationId,
    mailId === null ? [] : [{ mailId, conversationId, isOwn: true, isIssued: true }],
    message.to.map(({ address }) => ({ conversationId, address: addressKey(address) })),
  )
  await tx.conversations.update([addOutbound(conversation, message, request.status ?? 'open')])
  await tx.enqueue([{ queue: 'send', subject: id, startAt: entry.nextAttemptAt }])
  await tx.events.append([{ ...(await deliveryEvent(tx, ctx, entry)), actor: request.actor }])
}
