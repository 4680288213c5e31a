import { openConnection } from './connections.ts'
import { GuichetError } from './errors.ts'
import type { ReplyInput } from './inbox-api.ts'
import { rememberCorrespondents } from './intake/remember-correspondents.ts'
import { domainOf, type MailIds } from './mail-ids.ts'
import { type Address, addressKey } from './model/address.ts'
import { unchecked } from './model/authentication.ts'
import type { Conversation } from './model/conversation.ts'
import type { Integration } from './model/integration.ts'
import type { Message } from './model/message.ts'
import type { Actor } from './model/tenant.ts'
import type { Clock } from './ports/clock.ts'
import type { Transaction } from './ports/storage.ts'
import { deliveryEvent } from './sending/delivery-event.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { composeReply } from './steps/compose-reply.ts'
import { addOutbound } from './steps/converse.ts'
import { textToHtml } from './steps/text-to-html.ts'
import { taggedAddress } from './threading/address-tokens.ts'

export interface ReplyContext extends SendingContext {
  readonly mailIds: MailIds
}

/**
 * Queues an answer: the message, its fixed Message-ID, the outbox row and the job that sends it commit
 * together. Throws `not-found`, and `conflict` when something arrived that the writer has not seen.
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
  const integration = await tx.integrations.get(conversation.integrationId)
  if (answered === null || integration === null) {
    throw new GuichetError('conflict', 'the mailbox of this conversation was removed: it cannot be answered')
  }
  const message = await writeMessage(tx, ctx, { conversation, integration, answered, request })
  await record(tx, ctx, { conversation, message, request })
  return message
}

async function findEarlier(
  tx: Transaction,
  { id }: Conversation,
  request: ReplyInput,
): Promise<Message | null> {
  if (request.idempotencyKey === undefined) return null
  const entry = await tx.outbox.findByIdempotencyKey(request.idempotencyKey)
  const message = entry === null ? null : await tx.messages.get(entry.messageId)
  if (message !== null && (message.conversationId !== id || message.text !== request.text)) {
    throw new GuichetError('conflict', 'this idempotency key was used for another answer: use a new one', {
      field: 'idempotencyKey',
    })
  }
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

/** A report stands last in the conversation of the message it is about; whom to write to is in that message. */
async function messageToAnswer(tx: Transaction, { lastMessageId }: Conversation): Promise<Message | null> {
  const last = await tx.messages.get(lastMessageId)
  if (last?.threading.rule !== 'report') return last
  const sent = await tx.arrivals.findSent([last.threading.evidence])
  const original = sent.find(({ conversationId }) => conversationId === last.conversationId)
  return original === undefined ? last : tx.messages.get(original.id)
}

interface Writing {
  readonly conversation: Conversation
  readonly integration: Integration
  readonly answered: Message
  readonly request: ReplyInput & { readonly actor: Actor }
}

async function writeMessage(tx: Transaction, ctx: ReplyContext, writing: Writing): Promise<Message> {
  const { conversation, integration, answered, request } = writing
  const { channel, connection } = await openConnection(tx, ctx, integration)
  if (channel.send === undefined) {
    throw new GuichetError(
      'conflict',
      `${integration.name} can only receive: add a sender to its channel type`,
    )
  }
  const identity = channel.identity(connection.settings)
  const token = ctx.mailIds.conversationToken(tx.tenant, conversation.id)
  const threadId = `${token}@${domainOf(identity.address)}`
  const headers = composeReply(answered, { address: identity.address, threadId })
  if (headers.to.length === 0)
    throw new GuichetError('conflict', 'this message has no sender who could be answered')
  const now = ctx.clock.now()
  const mailId = ctx.mailIds.mint(tx.tenant, identity.address)
  return {
    ...headers,
    id: ctx.clock.newId(),
    conversationId: conversation.id,
    integrationId: integration.id,
    direction: 'outbound',
    medium: conversation.medium,
    externalId: `out:${mailId}`,
    mailId,
    from: identity,
    replyTo: replyTo(identity, channel.subaddressing?.(connection.settings) ?? null, token),
    cc: [],
    text: request.text,
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
    authorId: request.actor.kind === 'person' ? request.actor.id : null,
    delivery: { state: 'ready', attempts: 0, error: null, nextAttemptAt: null },
  }
}

/** Answers find their conversation by their address alone, where its domain accepts tagged ones. */
function replyTo(identity: Address, separator: '+' | '-' | null, token: string): readonly Address[] {
  const address = separator === null ? null : taggedAddress(identity.address, separator, token)
  return address === null ? [] : [{ name: identity.name, address }]
}

/** An answer stands after what it answers, even when a mail server's clock runs ahead of ours. */
function afterLast(conversation: Conversation, now: Date): Date {
  return new Date(Math.max(now.getTime(), conversation.lastMessageAt.getTime() + 1))
}

interface Recording {
  readonly conversation: Conversation
  readonly message: Message
  readonly request: ReplyInput & { readonly actor: Actor }
}

async function record(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  { conversation, message, request }: Recording,
): Promise<void> {
  const { id, integrationId, conversationId, mailId } = message
  const entry = {
    ...{ messageId: id, integrationId, state: 'ready' as const, fence: 0, attempts: 0 },
    ...{ error: null, providerId: null, nextAttemptAt: null, sendingUntil: null },
    idempotencyKey: request.idempotencyKey ?? id,
    html: textToHtml(message.text),
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
  await tx.enqueue([{ queue: 'send', subject: id, startAt: null }])
  await tx.events.append([{ ...(await deliveryEvent(tx, ctx, entry)), actor: request.actor }])
}
