import { priorities, statuses, statusFilters } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { pageOf } from '../schemas/common.ts'
import { conversationSchema, mergeResultSchema, mergeViewSchema } from '../schemas/conversation.ts'
import { messageSchema } from '../schemas/message.ts'
import { idParams, idSchema, pageQuery } from '../schemas.ts'

/** A folder may be named by its key or its id. */
const folderName = z.string().min(1).max(200)

const listQuery = pageQuery.extend({
  folder: folderName.exactOptional(),
  status: z.enum(statusFilters).exactOptional(),
  integrationId: idSchema.exactOptional(),
  contactId: idSchema.exactOptional(),
})

const changesBody = z.strictObject({
  status: z.enum(statuses).exactOptional(),
  priority: z.enum(priorities).exactOptional(),
  folder: folderName.exactOptional(),
  assigneeId: z.string().min(1).max(255).nullable().exactOptional(),
  verdict: z.enum(['person', 'bulk']).exactOptional(),
})

const splitBody = z.strictObject({ messageIds: z.array(idSchema).min(1).max(1000) })

export const conversationOperations = [
  operation({
    name: 'conversations.list',
    method: 'GET',
    path: '/inbox/conversations',
    role: 'viewer',
    summary: 'Conversations, latest activity first',
    status: 200,
    input: z.object({ query: listQuery }),
    output: pageOf(conversationSchema),
    handler: ({ tenant, query }) => tenant.conversations.list(query),
  }),
  operation({
    name: 'conversations.get',
    method: 'GET',
    path: '/inbox/conversations/{id}',
    role: 'viewer',
    summary: 'One conversation',
    status: 200,
    input: z.object({ params: idParams }),
    output: conversationSchema,
    handler: ({ tenant, params }) => tenant.conversations.get(params.id),
  }),
  operation({
    name: 'conversations.update',
    method: 'PATCH',
    path: '/inbox/conversations/{id}',
    role: 'agent',
    summary: 'Change the status, priority, folder, assignee or verdict of a conversation',
    status: 200,
    input: z.object({ params: idParams, body: changesBody }),
    output: conversationSchema,
    handler: ({ tenant, actor, params, body }) => tenant.conversations.update(params.id, body, actor),
  }),
  operation({
    name: 'conversations.remove',
    method: 'DELETE',
    path: '/inbox/conversations/{id}',
    role: 'agent',
    summary:
      'Delete a conversation with all its messages; the mailbox keeps its mail, and that does not come back',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, actor, params }) => tenant.conversations.remove(params.id, actor),
  }),
  operation({
    name: 'conversations.messages',
    method: 'GET',
    path: '/inbox/conversations/{id}/messages',
    role: 'viewer',
    summary: 'The messages of a conversation, oldest first',
    status: 200,
    input: z.object({ params: idParams, query: pageQuery }),
    output: pageOf(messageSchema),
    handler: ({ tenant, params, query }) => tenant.conversations.messages(params.id, query),
  }),
  operation({
    name: 'conversations.merge',
    method: 'POST',
    path: '/inbox/conversations/{id}/merge',
    role: 'agent',
    summary: 'Take a conversation into another one of the same mailbox; both ids stay valid',
    status: 200,
    input: z.object({ params: idParams, body: z.strictObject({ into: idSchema }) }),
    output: mergeResultSchema,
    once: true,
    handler: ({ tenant, actor, params, body }) => tenant.conversations.merge(params.id, body, actor),
  }),
  operation({
    name: 'conversations.merges',
    method: 'GET',
    path: '/inbox/conversations/{id}/merges',
    role: 'viewer',
    summary: 'What was merged into a conversation and can be taken out again, latest first',
    status: 200,
    input: z.object({ params: idParams }),
    output: z.array(mergeViewSchema),
    handler: ({ tenant, params }) => tenant.conversations.merges(params.id),
  }),
  operation({
    name: 'conversations.split',
    method: 'POST',
    path: '/inbox/conversations/{id}/split',
    role: 'agent',
    summary: 'Take messages of a conversation into a new one',
    status: 201,
    input: z.object({ params: idParams, body: splitBody }),
    output: conversationSchema,
    once: true,
    handler: ({ tenant, actor, params, body }) => tenant.conversations.split(params.id, body, actor),
  }),
  operation({
    name: 'conversations.unmerge',
    method: 'POST',
    path: '/inbox/merges/{id}/undo',
    role: 'agent',
    summary: 'Take a merged conversation out again, with what answered it since',
    status: 200,
    input: z.object({ params: idParams }),
    output: conversationSchema,
    once: true,
    handler: ({ tenant, actor, params }) => tenant.conversations.unmerge(params.id, actor),
  }),
] as const
