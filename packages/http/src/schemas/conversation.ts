import { priorities, statuses, verdicts } from '@guichet/core'
import { z } from 'zod'
import { actorSchema, dateTime, mediumSchema } from './common.ts'

export const conversationSchema = z
  .object({
    id: z.string(),
    integrationId: z.string(),
    contactId: z.string().nullable(),
    medium: mediumSchema,
    subject: z.string(),
    status: z.enum(statuses),
    priority: z.enum(priorities),
    folderId: z.string(),
    assigneeId: z.string().nullable(),
    verdict: z.enum(verdicts),
    messageCount: z.int(),
    snippet: z.string(),
    firstMessageAt: dateTime,
    lastMessageAt: dateTime,
    lastMessageId: z.string(),
    contactName: z.string(),
    possiblyRelated: z.string().nullable(),
    version: z.int(),
    createdAt: dateTime,
  })
  .meta({ id: 'Conversation' })

/** The conversation that stayed, and what undoes the merge. */
export const mergeResultSchema = z.object({ conversation: conversationSchema, mergeId: z.string() })

/** A conversation that was taken into another one. */
export const mergeViewSchema = z.object({
  id: z.string(),
  fromId: z.string(),
  subject: z.string(),
  contactName: z.string(),
  messageCount: z.int(),
  at: dateTime,
  actor: actorSchema,
})
