import { isDeepStrictEqual } from 'node:util'
import { openConnection } from './connections.ts'
import { GuichetError } from './errors.ts'
import { keyUsed } from './idempotency-key.ts'
import { rememberCorrespondents } from './intake/remember-correspondents.ts'
import type { MailIds } from './mail-ids.ts'
import { type Address, addressKey } from './model/address.ts'
import { unchecked } from './model/authentication.ts'
import type { Conversation, Status } from './model/conversation.ts'
import type { Message } from './model/message.ts'
import type { OutboxEntry } from './model/outbox.ts'
import type { Transaction } from './ports/storage.ts'
import { deliveryEvent } from './sending/delivery-event.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { canSend } from './sending/writing/can-send.ts'
import type { Draft, SendRequest, Writing } from './sending/writing/draft.ts'
import { draftMail } from './sending/writing/draft-mail.ts'
import { draftText } from './sending/writing/draft-text.ts'
import { messageToAnswer } from './sending/writing/message-to-answer.ts'
import { takeFiles } from './sending/writing/take-files.ts'
import { addOutbound } from './steps/converse.ts'

export interface ReplyContext extends SendingContext {
  readonly mailIds: MailIds
  /** See `InboxOptions`; 10 unless told. */
  readonly undoSeconds?: number
}

const defaultUndoSeconds = 10

/**
 * Queues an answer, or a message that is passed on: the message with the id it will always have, the outbox row and the
 * job that sends it commit together. Throws `not-found`, and `conflict` when something arrived that the writer has not
 * seen or when nobody can be answered that way now.
 */
export async function queueReply(
  tx: Transaction,
  ctx: ReplyContext,
  conversationId: string,
  request: SendRequest,
): Promise<Message> {
  // The lock comes first: a second click waits here and then finds the first one's message.
  const [conversation] = await tx.conversations.getForUpdate([conversationId])
  if (conversation === undefined) throw new GuichetError('not-found', 'there is no such conversation')
  const earlier = await findEarlier(tx, conversation, request)
  if (earlier !== null) return earlier
  assertSeen(conversation, request)

  const last = await messageToAnswer(tx, conversation)
  if (last === null) throw mailboxGone()
  const answered = request.answers === undefined ? last : await messageIn(tx, conversation, request.answers)
  const writing = await openWriting(tx, ctx, { conversation, answered, request })
  const draft =
    conversation.medium === 'email'
      ? await draftMail(tx, ctx, writing)
      : await draftText(tx, ctx.clock, writing)
  const id = ctx.clock.newId()
  const attachments = await takeFiles(tx, id, request.attachments ?? [])
  const threading = placeOf(request, answered, last)
  const message = messageOf(ctx, writing, { ...draft.message, id, attachments, threading })
  await record(tx, ctx, { conversation, message, draft, request })
  return (await tx.messages.get(message.id)) ?? message
}

async function findEarlier(
  tx: Transaction,
  { id }: Conversation,
  request: SendRequest,
): Promise<Message | null> {
  if (request.idempotencyKey === undefined) return null
  const entry = await tx.outbox.findByIdempotencyKey(request.idempotencyKey)
  const message = entry === null ? null : await tx.messages.get(entry.messageId)
  if (entry === null || message === null) return null
  if (message.conversationId !== id || !saysTheSame(request, message, entry)) throw keyUsed()
  return message
}

function saysTheSame(
  { mode, text = '', template }: SendRequest,
  message: Message,
  entry: OutboxEntry,
): boolean {
  if (template !== undefined) return isDeepStrictEqual(entry.template, template)
  const isForward = message.threading.rule === 'forward'
  if (mode === 'forward') return isForward && message.text.startsWith(text.trimEnd())
  return !isForward && entry.template === null && message.text === text
}

async function messageIn(tx: Transaction, { id }: Conversation, messageId: string): Promise<Message> {
  const message = await tx.messages.get(messageId)
  if (message?.conversationId === id) return message
  const sentence = 'answers: this message is not in the conversation'
  throw new GuichetError('invalid-input', sentence, { field: 'answers' })
}

/** What was passed on keeps what an answer answers. */
function placeOf({ mode }: SendRequest, answered: Message, last: Message): Message['threading'] {
  const isForward = mode === 'forward'
  return {
    rule: isForward ? 'forward' : 'reply',
    evidence: isForward ? last.id : answered.id,
    possiblyRelated: null,
  }
}

function assertSeen(conversation: Conversation, request: SendRequest): void {
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

type Written = Draft['message'] & Pick<Message, 'id' | 'attachments' | 'threading'>

function messageOf(ctx: ReplyContext, writing: Writing, written: Written): Message {
  const { conversation, integration, channel, settings, request } = writing
  const { actor } = request
  const now = ctx.clock.now()
  return {
    ...written,
    conversationId: conversation.id,
    integrationId: integration.id,
    direction: 'outbound',
    medium: conversation.medium,
    externalId: `out:${written.mailId ?? written.id}`,
    from: channel.identity(settings),
    sentAt: now,
    receivedAt: afterLast(conversation, now),
    verdict: 'person',
    evidence: [],
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
  readonly request: SendRequest
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
    recipientsOf(message).map(({ address }) => ({ conversationId, address: addressKey(address) })),
  )
  await tx.conversations.update([
    addOutbound(conversation, message, request.status ?? statusAfter(conversation, request)),
  ])
  await tx.enqueue([{ queue: 'send', subject: id, startAt: entry.nextAttemptAt }])
  await tx.events.append([{ ...(await deliveryEvent(tx, ctx, entry)), actor: request.actor }])
}

/** Whoever gets it belongs to the conversation from then on: his answers join it. */
function recipientsOf({ to, cc, bcc = [] }: Message): readonly Address[] {
  return [...to, ...cc, ...bcc]
}

/** What is passed on answers nobody. */
function statusAfter({ status }: Conversation, { mode }: SendRequest): Status {
  return mode === 'forward' ? status : 'open'
}
