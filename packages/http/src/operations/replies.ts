import { statuses } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { messageSchema } from '../schemas/message.ts'
import { replyOptionsSchema, textMeasureSchema } from '../schemas/reply.ts'
import { dateTimeInput, idParams, idSchema } from '../schemas.ts'

const templateBody = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  parameters: z.array(z.string().max(1024)).max(99),
})

/** A text, or a template that brings its own. */
const replyBody = z.strictObject({
  text: z.string().min(1).exactOptional(),
  template: templateBody.exactOptional(),
  seenUpTo: idSchema.exactOptional(),
  status: z.enum(statuses).exactOptional(),
  undoSeconds: z.int().min(0).max(120).exactOptional(),
  sendAt: dateTimeInput.exactOptional(),
  cancelIfAnswered: z.boolean().exactOptional(),
})

const measureBody = z.strictObject({ text: z.string().max(100_000) })

export const replyOperations = [
  operation({
    name: 'conversations.replyOptions',
    method: 'GET',
    path: '/inbox/conversations/{id}/reply-options',
    role: 'viewer',
    summary: 'What an answer may be now: a free text, a template, or none and why',
    status: 200,
    input: z.object({ params: idParams }),
    output: replyOptionsSchema,
    handler: ({ tenant, params }) => tenant.conversations.replyOptions(params.id),
  }),
  operation({
    name: 'conversations.measure',
    method: 'POST',
    path: '/inbox/conversations/{id}/measure',
    role: 'viewer',
    summary: 'What a text would cost as an answer; null where texts are not counted',
    status: 200,
    input: z.object({ params: idParams, body: measureBody }),
    output: textMeasureSchema.nullable(),
    handler: ({ tenant, params, body }) => tenant.conversations.measure(params.id, body.text),
  }),
  operation({
    name: 'conversations.reply',
    method: 'POST',
    path: '/inbox/conversations/{id}/replies',
    role: 'agent',
    summary: 'Answer over the channel the conversation came from, with a text or a template',
    status: 201,
    input: z.object({ params: idParams, body: replyBody }),
    output: messageSchema,
    once: true,
    handler: ({ tenant, actor, params, idempotencyKey, body }) => {
      // The key stays with the answer on its way, longer than other answers are remembered.
      const reply = idempotencyKey === undefined ? body : { ...body, idempotencyKey }
      return tenant.conversations.reply(params.id, reply, actor)
    },
  }),
] as const
