import { GuichetError } from '../errors.ts'
import { addressKey } from '../model/address.ts'
import { baseSubject } from '../model/base-subject.ts'
import type { Contact } from '../model/contact.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Folder } from '../model/folder.ts'
import type { Delivery, Message } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'
import { addInbound, addSent, openConversation } from '../steps/converse.ts'
import { fileByRules } from '../steps/file-by-rules.ts'
import { tenantFolders } from '../system-folders.ts'
import { partnerOf } from './find-contacts.ts'
import type { IntakeContext } from './intake-context.ts'
import type { ThreadedMessage } from './thread-messages.ts'

export interface FiledBatch {
  readonly messages: readonly Message[]
  readonly opened: readonly (Conversation & { readonly baseSubject: string })[]
  readonly changed: readonly Conversation[]
}

/** Makes the records of a batch: messages, the conversations they open (filed by rules) and those they join. */
export async function fileMessages(
  tx: Transaction,
  ctx: IntakeContext,
  threaded: readonly ThreadedMessage[],
  contacts: ReadonlyMap<string, Contact>,
): Promise<FiledBatch> {
  if (threaded.length === 0) return { messages: [], opened: [], changed: [] }
  const folders = await tenantFolders(tx)
  const joined = await tx.conversations.getForUpdate(joinedIds(threaded))
  const existing = new Map(joined.map((conversation) => [conversation.id, conversation]))
  const opened = new Map<string, Conversation & { readonly baseSubject: string }>()
  const changed = new Map<string, Conversation>()

  const messages = threaded.map((item) => {
    const message = toMessage(ctx, item)
    const contact = contactOf(ctx, item, contacts)
    const arrival = { message, contact, isHistory: item.received.isHistory }
    const before = opened.get(message.conversationId)
    const stored = changed.get(message.conversationId) ?? existing.get(message.conversationId)
    const add = message.direction === 'outbound' ? addSent : addInbound
    if (before !== undefined) opened.set(before.id, { ...before, ...add(before, arrival) })
    else if (stored !== undefined) changed.set(stored.id, add(stored, arrival))
    else if (item.threaded.isNew) {
      opened.set(message.conversationId, opening(ctx, { item, message, contact, folders }))
    } else throw movedMeanwhile()
    return message
  })
  return { messages, opened: [...opened.values()], changed: [...changed.values()] }
}

/** Somebody merged the conversation away since it was looked up: the next try finds where it went. */
function movedMeanwhile(): GuichetError {
  return new GuichetError('conflict', 'the conversation of a message was merged into another one meanwhile')
}

/** A newsletter from a customer's address does not make the newsletter the customer's. */
function contactOf(
  ctx: IntakeContext,
  message: ThreadedMessage,
  contacts: ReadonlyMap<string, Contact>,
): Contact | null {
  const partner = partnerOf(ctx, message)
  if (message.judgement.verdict !== 'person' || partner === null) return null
  return contacts.get(addressKey(partner.address)) ?? null
}

function joinedIds(threaded: readonly ThreadedMessage[]): readonly string[] {
  const opened = new Set(threaded.flatMap(({ threaded: to }) => (to.isNew ? [to.conversationId] : [])))
  const ids = new Set(threaded.map((item) => item.threaded.conversationId))
  return [...ids].filter((id) => !opened.has(id))
}

interface OpeningInput {
  readonly item: ThreadedMessage
  readonly message: Message
  readonly contact: Contact | null
  readonly folders: readonly Folder[]
}

function opening(
  ctx: IntakeContext,
  { item, message, contact, folders }: OpeningInput,
): Conversation & { readonly baseSubject: string } {
  const folder = fileByRules(folders, item.parsed, item.judgement.verdict)
  const conversation = openConversation({ message, folderId: folder.id, contact, createdAt: ctx.clock.now() })
  return { ...conversation, baseSubject: baseSubject(message.subject) }
}

/** Found in the folder of sent mail: somebody has sent it, and not through our outbox. */
const sentElsewhere: Delivery = { state: 'sent', attempts: 0, error: null, nextAttemptAt: null }

function toMessage(ctx: IntakeContext, item: ThreadedMessage): Message {
  const { externalId, mailId, inReplyTo, references, from, replyTo, to, cc } = item.parsed
  const { subject, text, attachments, sentAt } = item.parsed
  const { verdict, evidence } = item.judgement
  return {
    ...{ externalId, mailId, inReplyTo, references, from, replyTo, to, cc },
    ...{ subject, text, attachments, sentAt },
    ...{ verdict, evidence },
    id: item.id,
    conversationId: item.threaded.conversationId,
    integrationId: ctx.integrationId,
    direction: item.received.sentByUs ? 'outbound' : 'inbound',
    medium: ctx.channel.medium,
    receivedAt: item.received.receivedAt,
    threading: item.threaded.decision,
    authentication: item.authentication,
    forwardedFrom: item.forwardedFrom,
    parseState: item.parseError === null ? 'ok' : 'failed',
    parseError: item.parseError,
    rawKey: item.blob.key,
    rawSize: item.blob.size,
    authorId: null,
    delivery: item.received.sentByUs ? sentElsewhere : null,
  }
}
