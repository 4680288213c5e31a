import { replyRefusals } from '@guichet/core'
import { z } from 'zod'
import { dateTime, mediumSchema } from './common.ts'

/** A text that the provider has approved, with places to fill in: `{{1}}`. */
const textTemplateSchema = z.object({ name: z.string(), language: z.string(), text: z.string() })

/** What an answer to a conversation may be at this moment. */
export const replyOptionsSchema = z
  .object({
    medium: mediumSchema,
    canReply: z.boolean(),
    because: z.enum(replyRefusals).nullable(),
    windowClosesAt: dateTime.nullable(),
    templates: z.array(textTemplateSchema),
    maxCharacters: z.int().nullable(),
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
