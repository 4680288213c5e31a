import { priorities, statuses, statusFilters } from '@guichet/core'
import { z } from 'zod'
import { type Operation, operation } from '../operation.ts'
import { idParams, idSchema, pageQuery } from '../schemas.ts'

/** A folder may be named by its key or its id. */
const folderSchema = z.string().min(1).max(200)

const listQuery = pageQuery.extend({
  folder: folderSchema.exactOptional(),
  status: z.enum(statusFilters).exactOptional(),
  integrationId: idSchema.exactOptional(),
  contactId: idSchema.exactOptional(),
})

const changesBody = z.strictObject({
  status: z.enum(statuses).exactOptional(),
  priority: z.enum(priorities).exactOptional(),
  folder: folderSchema.exactOptional(),
  assigneeId: z.string().min(1).max(255).nullable().exactOptional(),
  verdict: z.enum(['person', 'bulk']).exactOptional(),
})

const replyBody = z.strictObject({
  text: z.string().min(1),
  seenUpTo: idSchema.exactOptional(),
  status: z.enum(statuses).exactOptional(),
})

const splitBody = z.strictObject({ messageIds: z.array(idSchema).min(1).max(1000) })

const replyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'an idempotency key is 1 to 255 visible ASCII characters')
    .exactOptional(),
})

export const conversationOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/inbox/conversations',
    role: 'viewer',
    summary: 'Conversations, latest activity first',
    status: 200,
    input: z.object({ query: listQuery }),
    handler: ({ tenant, query }) => tenant.conversations.list(query),
  }),
  operation({
    method: 'GET',
    path: '/inbox/conversations/{id}',
    role: 'viewer',
    summary: 'One conversation',
    status: 200,
    input: z.object({ params: idParams }),
    handler: ({ tenant, params }) => tenant.conversations.get(params.id),
  }),
  operation({
    method: 'PATCH',
    path: '/inbox/conversations/{id}',
    role: 'agent',
    summary: 'Change the status, priority, folder, assignee or verdict of a conversation',
    status: 200,
    input: z.object({ params: idParams, body: changesBody }),
    handler: ({ tenant, actor, params, body }) => tenant.conversations.update(params.id, body, actor),
  }),
  operation({
    method: 'DELETE',
    path: '/inbox/conversations/{id}',
    role: 'agent',
    summary:
      'Delete a conversation with all its messages; the mailbox keeps its mail, and that does not come back',
    status: 204,
    input: z.object({ params: idParams }),
    handler: ({ tenant, actor, params }) => tenant.conversations.remove(params.id, actor),
  }),
  operation({
    method: 'GET',
    path: '/inbox/conversations/{id}/messages',
    role: 'viewer',
    summary: 'The messages of a conversation, oldest first',
    status: 200,
    input: z.object({ params: idParams, query: pageQuery }),
    handler: ({ tenant, params, query }) => tenant.conversations.messages(params.id, query),
  }),
  operation({
    method: 'POST',
    path: '/inbox/conversations/{id}/replies',
    role: 'agent',
    summary: 'Answer over the channel the conversation came from',
    status: 201,
    input: z.object({ params: idParams, headers: replyHeaders, body: replyBody }),
    handler: ({ tenant, actor, params, headers, body }) => {
      const idempotencyKey = headers['idempotency-key']
      const reply = idempotencyKey === undefined ? body : { ...body, idempotencyKey }
      return tenant.conversations.reply(params.id, reply, actor)
    },
  }),
  operation({
    method: 'POST',
    path: '/inbox/conversations/{id}/merge',
    role: 'agent',
    summary: 'Take a conversation into another one of the same mailbox; both ids stay valid',
    status: 200,
    input: z.object({ params: idParams, body: z.strictObject({ into: idSchema }) }),
    handler: ({ tenant, actor, params, body }) => tenant.conversations.merge(params.id, body, actor),
  }),
  operation({
    method: 'GET',
    path: '/inbox/conversations/{id}/merges',
    role: 'viewer',
    summary: 'What was merged into a conversation and can be taken out again, latest first',
    status: 200,
    input: z.object({ params: idParams }),
    handler: ({ tenant, params }) => tenant.conversations.merges(params.id),
  }),
  operation({
    method: 'POST',
    path: '/inbox/conversations/{id}/split',
    role: 'agent',
    summary: 'Take messages of a conversation into a new one',
    status: 201,
    input: z.object({ params: idParams, body: splitBody }),
    handler: ({ tenant, actor, params, body }) => tenant.conversations.split(params.id, body, actor),
  }),
  operation({
    method: 'POST',
    path: '/inbox/merges/{id}/undo',
    role: 'agent',
    summary: 'Take a merged conversation out again, with what answered it since',
    status: 200,
    input: z.object({ params: idParams }),
    handler: ({ tenant, actor, params }) => tenant.conversations.unmerge(params.id, actor),
  }),
]
