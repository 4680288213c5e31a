import {
  arrivalStates,
  authenticationVerdicts,
  deliveryStates,
  joinRefusals,
  senderWarningKinds,
  threadingRules,
  verdicts,
} from '@guichet/core'
import { z } from 'zod'
import { actorSchema, dateTime, mediumSchema } from './common.ts'
import { addressSchema } from './contact.ts'

const fetchStateSchema = z.object({
  state: z.enum(['waiting', 'stored', 'failed']),
  blobKey: z.string().nullable(),
  error: z.string().nullable(),
})

const attachmentSchema = z
  .object({
    name: z.string(),
    contentType: z.string(),
    size: z.int(),
    contentId: z.string().nullable(),
    inline: z.boolean(),
    fetched: fetchStateSchema.exactOptional(),
    uploaded: z.object({ id: z.string(), blobKey: z.string() }).exactOptional(),
  })
  .meta({ id: 'Attachment' })

const refusedSchema = z.object({
  conversationId: z.string(),
  rule: z.enum(threadingRules),
  evidence: z.string(),
  because: z.enum(joinRefusals),
})

const moveSchema = z.object({
  cause: z.enum(['merge', 'split', 'unmerge']),
  from: z.string(),
  to: z.string(),
  actor: actorSchema,
  at: z.string(),
})

const threadingSchema = z.object({
  rule: z.enum(threadingRules),
  evidence: z.string(),
  possiblyRelated: z.string().nullable(),
  repeatsMailId: z.literal(true).exactOptional(),
  refused: z.array(refusedSchema).exactOptional(),
  moves: z.array(moveSchema).exactOptional(),
})

const authenticationSchema = z.object({
  verdict: z.enum(authenticationVerdicts),
  evidence: z.array(z.string()),
  domain: z.string().nullable(),
  warnings: z.array(z.object({ kind: z.enum(senderWarningKinds), value: z.string() })),
})

export const deliverySchema = z.object({
  state: z.enum(deliveryStates),
  attempts: z.int(),
  error: z.string().nullable(),
  nextAttemptAt: dateTime.nullable(),
  scheduledAt: dateTime.exactOptional(),
  cancelIfAnswered: z.literal(true).exactOptional(),
})

export const arrivalSchema = z.object({
  recipient: z.string(),
  state: z.enum(arrivalStates),
  kind: z.enum(['hard', 'soft']).nullable(),
  status: z.string().nullable(),
  reason: z.string(),
  at: dateTime,
  reportId: z.string(),
})

export const messageSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    integrationId: z.string(),
    direction: z.enum(['inbound', 'outbound', 'note']),
    medium: mediumSchema,
    externalId: z.string(),
    mailId: z.string().nullable(),
    inReplyTo: z.array(z.string()),
    references: z.array(z.string()),
    from: addressSchema.nullable(),
    forwardedFrom: addressSchema.nullable(),
    replyTo: z.array(addressSchema),
    to: z.array(addressSchema),
    cc: z.array(addressSchema),
    bcc: z.array(addressSchema).exactOptional(),
    subject: z.string(),
    text: z.string(),
    attachments: z.array(attachmentSchema),
    sentAt: dateTime.nullable(),
    receivedAt: dateTime,
    verdict: z.enum(verdicts),
    evidence: z.array(z.string()),
    threading: threadingSchema,
    authentication: authenticationSchema,
    parseState: z.enum(['ok', 'failed']),
    parseError: z.string().nullable(),
    rawKey: z.string().nullable(),
    rawSize: z.int(),
    authorId: z.string().nullable(),
    delivery: deliverySchema.nullable(),
    arrivals: z.array(arrivalSchema).exactOptional(),
  })
  .meta({ id: 'Message' })

/** Why a message is where it is. */
export const explanationSchema = z.object({
  messageId: z.string(),
  conversationId: z.string(),
  rule: z.enum(threadingRules),
  evidence: z.string(),
  answers: z.string().nullable(),
  refused: z.array(refusedSchema.extend({ subject: z.string().nullable() })),
  moves: z.array(moveSchema),
  verdict: z.enum(verdicts),
  verdictEvidence: z.array(z.string()),
  authentication: authenticationSchema,
  words: z.array(z.string()),
})
