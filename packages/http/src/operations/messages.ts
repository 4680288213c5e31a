import { z } from 'zod'
import { byteStream } from '../byte-stream.ts'
import { download, strangersBytes } from '../download.ts'
import { operation } from '../operation.ts'
import { pageOf } from '../schemas/common.ts'
import { explanationSchema, messageSchema } from '../schemas/message.ts'
import { messageContentSchema } from '../schemas/message-content.ts'
import { idParams, idSchema, pageQuery } from '../schemas.ts'

const contentQuery = z.strictObject({
  remoteImages: z.enum(['blocked', 'allowed']).exactOptional(),
  attachment: z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,6}){0,4}$/, 'a message within a message is named by its place, as in 0 or 0.1')
    .transform((places) => places.split('.').map(Number))
    .exactOptional(),
})

const attachmentParams = z.strictObject({
  id: idSchema,
  index: z
    .string()
    .regex(/^\d{1,6}$/, 'an attachment is named by its place in the list, from 0')
    .transform(Number),
})

export const messageOperations = [
  operation({
    name: 'messages.quarantined',
    method: 'GET',
    path: '/inbox/quarantine',
    role: 'agent',
    summary: 'Messages that could not be read and are kept as they came, latest first',
    status: 200,
    input: z.object({ query: pageQuery }),
    output: pageOf(messageSchema),
    handler: ({ tenant, query }) => tenant.messages.quarantined(query),
  }),
  operation({
    name: 'messages.get',
    method: 'GET',
    path: '/inbox/messages/{id}',
    role: 'viewer',
    summary: 'One message',
    status: 200,
    input: z.object({ params: idParams }),
    output: messageSchema,
    handler: ({ tenant, params }) => tenant.messages.get(params.id),
  }),
  operation({
    name: 'messages.remove',
    method: 'DELETE',
    path: '/inbox/messages/{id}',
    role: 'agent',
    summary: 'Delete one message; the mailbox keeps its mail, and that does not come back',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, actor, params }) => tenant.messages.remove(params.id, actor),
  }),
  operation({
    name: 'messages.replay',
    method: 'POST',
    path: '/inbox/messages/{id}/replay',
    role: 'agent',
    summary: 'Try to read a message in quarantine again; answers with the message as it is afterwards',
    status: 200,
    input: z.object({ params: idParams }),
    output: messageSchema,
    handler: ({ tenant, actor, params }) => tenant.messages.replay(params.id, actor),
  }),
  operation({
    name: 'messages.explain',
    method: 'GET',
    path: '/inbox/messages/{id}/explanation',
    role: 'viewer',
    summary: 'Why a message is in its conversation',
    status: 200,
    input: z.object({ params: idParams }),
    output: explanationSchema,
    handler: ({ tenant, params }) => tenant.messages.explain(params.id),
  }),
  operation({
    name: 'messages.content',
    method: 'GET',
    path: '/inbox/messages/{id}/content',
    role: 'viewer',
    summary:
      'What a message shows, or a message within it: its text, and its HTML made safe for a sandboxed frame',
    status: 200,
    input: z.object({ params: idParams, query: contentQuery }),
    output: messageContentSchema,
    handler: ({ tenant, params, query }) => tenant.messages.content(params.id, query),
  }),
  operation({
    name: 'messages.attachment',
    method: 'GET',
    path: '/inbox/messages/{id}/attachments/{index}',
    role: 'viewer',
    summary: 'One file of a message, by its place in the list, as a download',
    status: 200,
    input: z.object({ params: attachmentParams }),
    output: 'bytes',
    handler: async ({ tenant, params, log }) =>
      download(await tenant.messages.attachment(params.id, params.index), log),
  }),
  operation({
    name: 'messages.fetchAttachment',
    method: 'POST',
    path: '/inbox/messages/{id}/attachments/{index}/fetch',
    role: 'agent',
    summary:
      'Ask the provider again for a file that could not be fetched; answers with the message as it is then',
    status: 200,
    input: z.object({ params: attachmentParams }),
    output: messageSchema,
    handler: ({ tenant, actor, params }) => tenant.messages.fetchAttachment(params.id, params.index, actor),
  }),
  operation({
    name: 'messages.raw',
    method: 'GET',
    path: '/inbox/messages/{id}/raw',
    role: 'agent',
    summary: 'The message exactly as it was received, as a download',
    status: 200,
    input: z.object({ params: idParams }),
    output: 'bytes',
    handler: async ({ tenant, params, log }) =>
      new Response(await byteStream(await tenant.messages.raw(params.id), log), {
        headers: {
          'content-type': 'message/rfc822',
          'content-disposition': `attachment; filename="message-${params.id}.eml"`,
          ...strangersBytes,
        },
      }),
  }),
] as const
