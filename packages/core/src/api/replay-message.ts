import { openConnection } from '../connections.ts'
import { readRaw } from '../content/read-raw.ts'
import { GuichetError, isGuichetError } from '../errors.ts'
import { authenticationOf } from '../intake/authenticate-senders.ts'
import type { IntakeContext } from '../intake/intake-context.ts'
import { storeFresh } from '../intake/store-fresh.ts'
import { type Authentication, unchecked } from '../model/authentication.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import type { ParsedMessage, RawMessage } from '../ports/channel.ts'
import type { Transaction } from '../ports/storage.ts'
import { judgeOn } from '../steps/judge.ts'
import { type ApiContext, eventNow, within } from './api-context.ts'
import { found } from './find.ts'
import { deleteConversation, messagesOf } from './remove-messages.ts'

interface Replay {
  readonly message: Message
  readonly rawKey: string
  readonly ctx: IntakeContext
  readonly connectedAt: Date
}

/**
 * Reads a message in quarantine again, with today's parser. Understood, it goes where it would have gone: threaded,
 * filed and announced under the same id, unless it turns out to be one that is stored already; then that one is
 * returned. Not understood, it stays, with today's reason. Throws `not-found`, and `conflict` for a message that was
 * understood or whose mailbox was removed.
 */
export async function replayMessage(ctx: ApiContext, id: string, actor: Actor): Promise<Message> {
  const replay = await within(ctx, (tx) => open(tx, ctx, id))
  const raw = await readRaw(ctx, replay.rawKey)
  const reading = await parse(replay.ctx, raw)
  const authentication =
    'problem' in reading ? unchecked : await authenticationOf(replay.ctx, asked(replay, raw, reading.parsed))
  const replayed = await within(ctx, async (tx) => {
    const message = await stillQuarantined(tx, id)
    if ('problem' in reading) return keepInQuarantine(tx, message, reading.problem)
    return understand(tx, ctx, {
      replay: { ...replay, message },
      ...{ raw, parsed: reading.parsed, authentication, actor },
    })
  })
  if (replayed.id !== id) await ctx.blobs.remove([replay.rawKey])
  return replayed
}

async function open(tx: Transaction, ctx: ApiContext, id: string): Promise<Replay> {
  const message = await stillQuarantined(tx, id)
  const integration = await tx.integrations.get(message.integrationId)
  if (integration === null || message.rawKey === null) {
    throw new GuichetError('conflict', 'its mailbox was removed: connect it again to read this message')
  }
  const { channel, connection } = await openConnection(tx, ctx, integration)
  const identity = channel.identity(connection.settings)
  return {
    ...{ message, rawKey: message.rawKey, connectedAt: integration.createdAt },
    ctx: {
      ...ctx,
      integrationId: integration.id,
      channel,
      settings: connection.settings,
      identity,
      fence: null,
    },
  }
}

async function stillQuarantined(tx: Transaction, id: string): Promise<Message> {
  const message = await found('message', id, tx.messages.get)
  if (message.parseState === 'failed') return message
  throw new GuichetError('conflict', 'this message was understood: there is nothing to try again')
}

type ReadingOutcome = { readonly parsed: ParsedMessage } | { readonly problem: string }

async function parse({ channel, log }: IntakeContext, raw: RawMessage): Promise<ReadingOutcome> {
  try {
    return { parsed: await channel.parse(raw) }
  } catch (error) {
    log.warn('a message in quarantine could still not be read', { size: raw.size })
    return { problem: isGuichetError(error) ? error.message : 'it could not be read' }
  }
}

async function keepInQuarantine(tx: Transaction, message: Message, parseError: string): Promise<Message> {
  const kept = { ...message, parseError }
  await tx.messages.remove([message.id])
  await tx.messages.insert([kept])
  return kept
}

interface Understood {
  readonly replay: Replay
  readonly raw: RawMessage
  readonly parsed: ParsedMessage
  readonly authentication: Authentication
  readonly actor: Actor
}

async function understand(tx: Transaction, ctx: ApiContext, understood: Understood): Promise<Message> {
  const { replay, parsed, actor } = understood
  const { message, ctx: intake } = replay
  const { externalId } = parsed
  const owners = await tx.messages.claim(message.integrationId, [{ externalId, messageId: message.id }])
  await leaveQuarantine(tx, ctx, message, actor)
  const owner = owners.get(externalId)
  if (owner !== undefined && owner !== message.id) return found('message', owner, tx.messages.get)
  const [stored] = await storeFresh(tx, intake, [fresh(understood)])
  if (stored === undefined) throw new RangeError('a message that is stored is returned')
  return stored
}

/** It was alone in its conversation, which holds nothing but the notice that it could not be read. */
async function leaveQuarantine(
  tx: Transaction,
  ctx: ApiContext,
  { id, conversationId, integrationId }: Message,
  actor: Actor,
): Promise<void> {
  const [conversation] = await tx.conversations.getForUpdate([conversationId])
  const all = await messagesOf(tx, conversationId)
  if (conversation === undefined || all.length !== 1) {
    throw new GuichetError(
      'conflict',
      'something was added to this conversation: split the message off first',
    )
  }
  await deleteConversation(tx, conversation, all)
  await tx.events.append([
    eventNow(ctx, {
      ...{ type: 'conversation.removed', actor, conversationId, integrationId },
      data: { messages: 1, replayed: id },
    }),
  ])
}

function asked(
  { message, connectedAt }: Replay,
  raw: RawMessage,
  parsed: ParsedMessage,
): Parameters<typeof authenticationOf>[1] {
  const { receivedAt, direction } = message
  return { raw, parsed, received: { isHistory: receivedAt < connectedAt, ...sentByUs(direction) } }
}

function sentByUs(direction: Message['direction']): { readonly sentByUs?: true } {
  return direction === 'outbound' ? { sentByUs: true } : {}
}

function fresh({
  replay,
  raw,
  parsed,
  authentication,
}: Understood): Parameters<typeof storeFresh>[2][number] {
  const { message, rawKey, connectedAt } = replay
  const { id, receivedAt, direction } = message
  return {
    ...{ id, raw, parsed, judgement: judgeOn(message.medium, parsed), authentication, parseError: null },
    blob: { key: rawKey, size: raw.size, sha256: raw.sha256 },
    received: {
      // Its place is known already; nothing here asks for it again.
      ...{ locator: '', receivedAt, isHistory: receivedAt < connectedAt },
      ...sentByUs(direction),
    },
  }
}
