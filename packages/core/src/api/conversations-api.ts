import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type {
  ConversationChanges,
  ConversationQuery,
  ConversationsApi,
  MergeView,
} from '../inbox-conversations.ts'
import {
  type Conversation,
  priorities,
  type StatusFilter,
  statuses,
  statusFilters,
} from '../model/conversation.ts'
import type { Merge } from '../model/merge.ts'
import type { Actor } from '../model/tenant.ts'
import type { ConversationFilter } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'
import { changeVerdict } from './change-verdict.ts'
import { folderByKeyOrId, pageRequest } from './find.ts'
import { forward } from './forward.ts'
import { liveConversation, lockConversations } from './live-conversation.ts'
import { mergeConversations } from './merge-conversations.ts'
import { removeConversation } from './remove-messages.ts'
import { reply } from './reply.ts'
import { askRecipients, measureText, replyOptions } from './reply-options.ts'
import { cancelReply } from './send-decisions.ts'
import { splitConversation } from './split-conversation.ts'
import { unmergeConversations } from './unmerge-conversations.ts'

const changesSchema = z.strictObject({
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
  folder: z.string().optional(),
  assigneeId: z.string().min(1).max(255).nullable().optional(),
  verdict: z.enum(['person', 'bulk']).optional(),
})

const mergeSchema = z.strictObject({ into: z.string() })

const splitSchema = z.strictObject({
  messageIds: z.array(z.string()).min(1, 'name at least one message').max(1000, 'at most 1000 at once'),
})

const statusFilterSchema = z.enum(statusFilters).optional()

export function conversationsApi(ctx: ApiContext): ConversationsApi {
  return {
    list: (query = {}) => within(ctx, (tx) => list(tx, query)),
    get: (id) => within(ctx, (tx) => liveConversation(tx, id)),
    messages: (id, page) =>
      within(ctx, async (tx) => {
        const conversation = await liveConversation(tx, id)
        return tx.messages.list(conversation.id, pageRequest(page))
      }),
    reply: (id, input, actor = systemActor) => reply(ctx, id, input, actor),
    cancelReply: (messageId, actor = systemActor) => cancelReply(ctx, messageId, actor),
    forward: (messageId, input, actor = systemActor) => forward(ctx, messageId, input, actor),
    recipients: (id, question = {}) =>
      within(ctx, async (tx) => askRecipients(tx, ctx, await liveConversation(tx, id), question)),
    replyOptions: (id) => within(ctx, async (tx) => replyOptions(tx, ctx, await liveConversation(tx, id))),
    measure: (id, text) =>
      within(ctx, async (tx) => measureText(tx, ctx, await liveConversation(tx, id), text)),
    update: (id, changes, actor = systemActor) =>
      within(ctx, (tx) => update(tx, ctx, id, { changes, actor })),
    ...rearranging(ctx),
    remove: (id, actor = systemActor) => removeConversation(ctx, id, actor),
  }
}

type Rearranging = Pick<ConversationsApi, 'merge' | 'unmerge' | 'merges' | 'split'>

function rearranging(ctx: ApiContext): Rearranging {
  return {
    merge: (id, options, actor = systemActor) =>
      within(ctx, (tx) => mergeConversations(tx, ctx, { ...validate(mergeSchema, options), id, actor })),
    unmerge: (mergeId, actor = systemActor) =>
      within(ctx, (tx) => unmergeConversations(tx, ctx, mergeId, actor)),
    merges: (id) =>
      within(ctx, async (tx) => (await tx.merges.into((await liveConversation(tx, id)).id)).map(mergeView)),
    split: (id, options, actor = systemActor) =>
      within(ctx, (tx) => splitConversation(tx, ctx, { ...validate(splitSchema, options), id, actor })),
  }
}

function mergeView({ id, fromId, at, actor, before, messageIds }: Merge): MergeView {
  const { subject, contactName } = before
  return { id, fromId, subject, contactName, messageCount: messageIds.length, at, actor }
}

async function list(tx: Transaction, query: ConversationQuery): ReturnType<ConversationsApi['list']> {
  const status = validate(statusFilterSchema, query.status, 'status')
  const filter: ConversationFilter = {
    ...(query.folder === undefined ? {} : { folderId: (await folderByKeyOrId(tx, query.folder)).id }),
    ...(query.integrationId === undefined ? {} : { integrationId: query.integrationId }),
    ...(query.contactId === undefined ? {} : { contactId: await liveContactId(tx, query.contactId) }),
    ...statusFilter(status),
  }
  return tx.conversations.list(filter, pageRequest(query))
}

/** Where a contact is now that was merged; an unknown id finds nothing. */
async function liveContactId(tx: Transaction, id: string): Promise<string> {
  return (await tx.contacts.get(id))?.id ?? id
}

function statusFilter(status: StatusFilter | undefined): Pick<ConversationFilter, 'statuses' | 'urgentOnly'> {
  if (status === undefined) return {}
  if (status === 'urgent') return { urgentOnly: true }
  return { statuses: status === 'active' ? ['new', 'open'] : [status] }
}

interface Update {
  readonly changes: ConversationChanges
  readonly actor: Actor
}

async function update(
  tx: Transaction,
  ctx: ApiContext,
  id: string,
  { changes, actor }: Update,
): Promise<Conversation> {
  const { folder, verdict, ...fields } = validate(changesSchema, changes)
  const [before] = await lockConversations(tx, [id])
  if (before === undefined) throw new GuichetError('not-found', 'there is no conversation with this id')
  const judged = verdict === undefined ? before : await changeVerdict(tx, ctx, before, verdict)
  const folderId = folder === undefined ? judged.folderId : (await folderByKeyOrId(tx, folder)).id
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const after: Conversation = { ...judged, ...given, folderId, version: before.version + 1 }
  const data = differences(before, after)
  if (Object.keys(data).length === 0) return before
  await tx.conversations.update([after])
  await tx.events.append([
    eventNow(ctx, { type: 'conversation.changed', actor, conversationId: before.id, data }),
  ])
  return after
}

/** Before and after of what changed, for the history. */
function differences(before: Conversation, after: Conversation): Record<string, string | null> {
  const fields = ['status', 'priority', 'folderId', 'assigneeId', 'verdict', 'contactId'] as const
  const changed = fields.filter((field) => before[field] !== after[field])
  return Object.fromEntries(
    changed.flatMap((field) => [
      [`${field}.before`, before[field]],
      [`${field}.after`, after[field]],
    ]),
  )
}
