import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { RecipientChoice, RecipientQuestion, ReplyOptions } from '../inbox-conversations.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Integration } from '../model/integration.ts'
import type { Message } from '../model/message.ts'
import { type DropReason, recipientModes } from '../model/recipients.ts'
import type { ReplyRefusal } from '../model/texting.ts'
import type { ChannelType } from '../ports/channel.ts'
import type { Transaction } from '../ports/storage.ts'
import type { TextMeasure } from '../ports/texting.ts'
import { canSend } from '../sending/writing/can-send.ts'
import { messageToAnswer } from '../sending/writing/message-to-answer.ts'
import { replyRecipients } from '../sending/writing/reply-recipients.ts'
import { textFacts } from '../sending/writing/text-facts.ts'
import { composeText } from '../steps/compose-text.ts'
import { decideText, windowClosesAt } from '../texting/text-decision.ts'
import { validate } from '../validate.ts'
import type { ApiContext } from './api-context.ts'
import { found } from './find.ts'
import { listFields, typedLists } from './sending-input.ts'

/** What an answer to this conversation may be at this moment. */
export async function replyOptions(
  tx: Transaction,
  ctx: ApiContext,
  conversation: Conversation,
): Promise<ReplyOptions> {
  const { medium } = conversation
  const answered = await messageToAnswer(tx, conversation)
  const sender = await senderOf(tx, ctx, conversation)
  if (sender === null || answered === null || !canSend(sender.channel, sender.settings))
    return none(medium, 'cannot-send')
  return medium === 'email' ? mailOptions(tx, ctx, sender, answered) : textOptions(tx, ctx, sender, answered)
}

const measuredSchema = z.string().max(100_000, 'a text to measure has at most 100 000 characters')

/** What a text would cost here; null where texts are not counted. */
export async function measureText(
  tx: Transaction,
  ctx: ApiContext,
  conversation: Conversation,
  text: string,
): Promise<TextMeasure | null> {
  const measured = validate(measuredSchema, text, 'text')
  const sender = await senderOf(tx, ctx, conversation)
  return sender?.channel.texting?.measure(measured) ?? null
}

interface Sender {
  readonly integration: Integration
  readonly channel: ChannelType
  readonly settings: unknown
}

/** Null when the integration was removed, or when this host does not know its channel type any more. */
async function senderOf(
  tx: Transaction,
  { channels }: ApiContext,
  { integrationId }: Conversation,
): Promise<Sender | null> {
  const integration = await tx.integrations.get(integrationId)
  if (integration === null || !channels.types.includes(integration.type)) return null
  const channel = channels.get(integration.type)
  return { integration, channel, settings: validate(channel.settings, integration.settings, 'settings') }
}

function none(medium: Conversation['medium'], because: ReplyRefusal | null): ReplyOptions {
  const limits = { windowClosesAt: null, templates: [], maxCharacters: null, recipients: null }
  return { medium, canReply: because === null, because, ...limits }
}

/** Somebody who cannot be answered himself leaves a mail in which others may be named. */
async function mailOptions(
  tx: Transaction,
  ctx: ApiContext,
  { integration: mailbox }: Sender,
  message: Message,
): Promise<ReplyOptions> {
  const [reply, replyAll] = [
    await replyRecipients(tx, ctx, { message, mailbox, mode: 'reply' }),
    await replyRecipients(tx, ctx, { message, mailbox, mode: 'reply-all' }),
  ]
  const isSomebody = reply.to.length > 0 || reply.dropped.some(({ because }) => !isNobody.has(because))
  return { ...none('email', isSomebody ? null : 'no-address'), recipients: { reply, replyAll } }
}

const isNobody: ReadonlySet<DropReason> = new Set(['own', 'invalid'])

/** Whom a mail here would go to. Throws `conflict` where nothing is sent, and for texts. */
export async function askRecipients(
  tx: Transaction,
  ctx: ApiContext,
  conversation: Conversation,
  question: RecipientQuestion,
): Promise<RecipientChoice> {
  const { mode = 'reply', answers, ...lists } = validate(questionSchema, question)
  const last = await messageToAnswer(tx, conversation)
  const message = answers === undefined ? last : await found('message', answers, tx.messages.get)
  const sender = await senderOf(tx, ctx, conversation)
  if (sender === null || message === null || conversation.medium !== 'email')
    throw new GuichetError('conflict', 'nothing can be sent by mail in this conversation')
  if (message.conversationId !== conversation.id)
    throw new GuichetError('not-found', 'there is no message with this id in the conversation')
  return replyRecipients(tx, ctx, { message, mailbox: sender.integration, mode, ...typedLists(lists) })
}

const questionSchema = z.strictObject({
  ...listFields,
  mode: z.enum(recipientModes).optional(),
  answers: z.string().optional(),
})

async function textOptions(
  tx: Transaction,
  ctx: ApiContext,
  sender: Sender,
  answered: Message,
): Promise<ReplyOptions> {
  const { medium } = answered
  const recipient = composeText(answered, medium)
  if (recipient === null) return none(medium, 'no-address')
  const facts = await textFacts(tx, ctx.clock, { ...sender, address: recipient.address })
  const { templates, maxCharacters } = facts.rules
  const decision = decideText(facts, { characters: 0, template: null })
  const because = decision.allowed ? null : decision.because
  return {
    medium,
    canReply: because === null,
    // A free text of no length can be refused for nothing else.
    because: because === 'opted-out' || because === 'window-closed' ? because : null,
    windowClosesAt: windowClosesAt(facts),
    templates,
    maxCharacters: Number.isFinite(maxCharacters) ? maxCharacters : null,
    recipients: null,
  }
}
