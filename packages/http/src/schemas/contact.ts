import { addressMarks, contactLikenesses } from '@guichet/core'
import { z } from 'zod'
import { actorSchema, dateTime } from './common.ts'

/** A mail address or a phone number with the name it was used under. */
export const addressSchema = z.object({ name: z.string(), address: z.string() }).meta({ id: 'Address' })

export const contactSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    addresses: z.array(z.string()),
    createdAt: dateTime,
  })
  .meta({ id: 'Contact' })

export const contactMergeResultSchema = z.object({ contact: contactSchema, mergeId: z.string() })

export const contactMergeViewSchema = z
  .object({
    id: z.string(),
    fromId: z.string(),
    name: z.string(),
    addresses: z.array(z.string()),
    at: dateTime,
    actor: actorSchema,
  })
  .meta({ id: 'ContactMerge' })

export const contactSuggestionSchema = z
  .object({
    contact: contactSchema,
    reasons: z.array(z.object({ likeness: z.enum(contactLikenesses), evidence: z.string() })),
  })
  .meta({ id: 'ContactSuggestion' })

export const addressMarkSchema = z
  .object({
    address: z.string(),
    mark: z.enum(addressMarks),
    kind: z.enum(['hard', 'soft']),
    since: dateTime,
    status: z.string().nullable(),
    reason: z.string(),
    messageId: z.string(),
  })
  .meta({ id: 'AddressMark' })
