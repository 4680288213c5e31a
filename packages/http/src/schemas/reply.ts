import { dropReasons, recipientConcerns, replyRefusals } from '@guichet/core'
import { z } from 'zod'
import { dateTime, mediumSchema } from './common.ts'
import { addressSchema } from './contact.ts'

/** A text that the provider has approved, with places to fill in: `{{1}}`. */
const textTemplateSchema = z.object({ name: z.string(), language: z.string(), text: z.string() })

const dropSchema = z.object({ address: z.string(), because: z.enum(dropReasons) })

/** Whom a mail would go to, who would not get it, and what to know before it is sent. */
export const recipientChoiceSchema = z
  .object({
    to: z.array(addressSchema),
    cc: z.array(addressSchema),
    bcc: z.array(addressSchema),
    dropped: z.array(dropSchema),
    refused: z.array(dropSchema.extend({ field: z.enum(['to', 'cc', 'bcc']) })),
    warnings: z.array(z.object({ address: z.string(), because: z.enum(recipientConcerns) })),
  })
  .meta({ id: 'RecipientChoice' })

/** What an answer to a conversation may be at this moment. */
export const replyOptionsSchema = z
  .object({
    medium: mediumSchema,
    canReply: z.boolean(),
    because: z.enum(replyRefusals).nullable(),
    windowClosesAt: dateTime.nullable(),
    templates: z.array(textTemplateSchema),
    maxCharacters: z.int().nullable(),
    recipients: z.object({ reply: recipientChoiceSchema, replyAll: recipientChoiceSchema }).nullable(),
  })
  .meta({ id: 'ReplyOptions' })

/** What a text costs. */
export const textMeasureSchema = z
  .object({
    encoding: z.enum(['gsm7', 'ucs2']).nullable(),
    segments: z.int(),
    unitsLeft: z.int(),
    characters: z.int(),
    costly: z.array(z.string()),
  })
  .meta({ id: 'TextMeasure' })
