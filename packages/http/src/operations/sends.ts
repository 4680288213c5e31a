import { z } from 'zod'
import { operation } from '../operation.ts'
import { pageOf } from '../schemas/common.ts'
import { messageSchema } from '../schemas/message.ts'
import { dateTimeInput, idParams, pageQuery } from '../schemas.ts'

const scheduleBody = z.strictObject({ sendAt: dateTimeInput })

/** What people decide about messages that are written, but not sent or not surely. */
export const sendOperations = [
  operation({
    name: 'messages.scheduled',
    method: 'GET',
    path: '/inbox/scheduled',
    role: 'viewer',
    summary: 'Messages that somebody chose a time for, soonest first',
    status: 200,
    input: z.object({ query: pageQuery }),
    output: pageOf(messageSchema),
    handler: ({ tenant, query }) => tenant.messages.scheduled(query),
  }),
  operation({
    name: 'messages.unsent',
    method: 'GET',
    path: '/inbox/unsent',
    role: 'viewer',
    summary: 'Messages that failed, of which nobody knows, or that wait after an attempt, latest first',
    status: 200,
    input: z.object({ query: pageQuery }),
    output: pageOf(messageSchema),
    handler: ({ tenant, query }) => tenant.messages.unsent(query),
  }),
  operation({
    name: 'messages.cancel',
    method: 'POST',
    path: '/inbox/messages/{id}/cancel',
    role: 'agent',
    summary: 'Take an answer back that has not begun to leave, or could not',
    status: 200,
    input: z.object({ params: idParams }),
    output: messageSchema,
    handler: ({ tenant, actor, params }) => tenant.conversations.cancelReply(params.id, actor),
  }),
  operation({
    name: 'messages.reschedule',
    method: 'PATCH',
    path: '/inbox/messages/{id}/schedule',
    role: 'agent',
    summary: 'Choose another time for a message that has not begun to leave',
    status: 200,
    input: z.object({ params: idParams, body: scheduleBody }),
    output: messageSchema,
    handler: ({ tenant, actor, params, body }) => tenant.messages.reschedule(params.id, body, actor),
  }),
  operation({
    name: 'messages.sendNow',
    method: 'POST',
    path: '/inbox/messages/{id}/send-now',
    role: 'agent',
    summary: 'Send a message at once that waits for its time',
    status: 200,
    input: z.object({ params: idParams }),
    output: messageSchema,
    handler: ({ tenant, actor, params }) => tenant.messages.sendNow(params.id, actor),
  }),
  operation({
    name: 'messages.resend',
    method: 'POST',
    path: '/inbox/messages/{id}/resend',
    role: 'agent',
    summary: 'Send a message again that failed, or of which nobody knows whether it was sent',
    status: 200,
    input: z.object({ params: idParams }),
    output: messageSchema,
    handler: ({ tenant, actor, params }) => tenant.messages.resend(params.id, actor),
  }),
  operation({
    name: 'messages.markSent',
    method: 'POST',
    path: '/inbox/messages/{id}/mark-sent',
    role: 'agent',
    summary: 'Say that a message was sent of which nobody knew',
    status: 200,
    input: z.object({ params: idParams }),
    output: messageSchema,
    handler: ({ tenant, actor, params }) => tenant.messages.markSent(params.id, actor),
  }),
] as const
