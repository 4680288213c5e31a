import { languages, recipientModes, statuses } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { messageSchema } from '../schemas/message.ts'
import { recipientChoiceSchema, replyOptionsSchema, textMeasureSchema } from '../schemas/reply.ts'
import { dateTimeInput, idParams, idSchema } from '../schemas.ts'

const templateBody = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  parameters: z.array(z.string().max(1024)).max(99),
})

const recipientList = z
  .array(z.strictObject({ address: z.string().max(1000), name: z.string().max(200).exactOptional() }))
  .max(500)

/** Each list replaces the one that the mode gives. */
const lists = {
  to: recipientList.exactOptional(),
  cc: recipientList.exactOptional(),
  bcc: recipientList.exactOptional(),
}

const sending = {
  ...lists,
  attachments: z.array(idSchema).max(100).exactOptional(),
  seenUpTo: idSchema.exactOptional(),
  status: z.enum(statuses).exactOptional(),
  undoSeconds: z.int().min(0).max(120).exactOptional(),
  sendAt: dateTimeInput.exactOptional(),
  cancelIfAnswered: z.boolean().exactOptional(),
}

/** A text, files, or a template that brings its own text. */
const replyBody = z.strictObject({
  ...sending,
  text: z.string().min(1).exactOptional(),
  template: templateBody.exactOptional(),
  mode: z.enum(['reply', 'reply-all']).exactOptional(),
  answers: idSchema.exactOptional(),
})

const forwardBody = z.strictObject({
  ...sending,
  to: recipientList.min(1),
  text: z.string().exactOptional(),
  language: z.enum(languages).exactOptional(),
  includeAttachments: z.boolean().exactOptional(),
})

const recipientsBody = z.strictObject({
  ...lists,
  mode: z.enum(recipientModes).exactOptional(),
  answers: idSchema.exactOptional(),
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
  operation({
    name: 'conversations.recipients',
    method: 'POST',
    path: '/inbox/conversations/{id}/recipients',
    role: 'viewer',
    summary: 'Whom a mail here would go to, who would not get it and why, and what to know before it is sent',
    status: 200,
    input: z.object({ params: idParams, body: recipientsBody }),
    output: recipientChoiceSchema,
    handler: ({ tenant, params, body }) => tenant.conversations.recipients(params.id, body),
  }),
  operation({
    name: 'messages.forward',
    method: 'POST',
    path: '/inbox/messages/{id}/forward',
    role: 'agent',
    summary: 'Pass a message on to others, with its files unless told otherwise',
    status: 201,
    input: z.object({ params: idParams, body: forwardBody }),
    output: messageSchema,
    once: true,
    handler: ({ tenant, actor, params, idempotencyKey, body }) => {
      const forward = idempotencyKey === undefined ? body : { ...body, idempotencyKey }
      return tenant.conversations.forward(params.id, forward, actor)
    },
  }),
] as const
