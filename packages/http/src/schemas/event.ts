import { inboxEventTypes } from '@guichet/core'
import { z } from 'zod'
import { actorSchema, dateTime } from './common.ts'

/** What happened; the data of one server-sent event. */
export const eventSchema = z
  .object({
    id: z.string(),
    position: z.string(),
    type: z.enum(inboxEventTypes),
    at: dateTime,
    actor: actorSchema,
    conversationId: z.string().nullable(),
    messageId: z.string().nullable(),
    integrationId: z.string().nullable(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'InboxEvent' })
