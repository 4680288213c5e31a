import { addressMarks, mailPriorities } from '@guichet/core'
import { z } from 'zod'
import { dateTime } from './common.ts'
import { addressSchema } from './contact.ts'
import { arrivalSchema, deliverySchema } from './message.ts'

const mailFields = {
  id: z.string(),
  mailId: z.string(),
  from: addressSchema,
  replyTo: addressSchema.nullable(),
  to: z.array(addressSchema),
  cc: z.array(addressSchema),
  bcc: z.array(addressSchema),
  dropped: z.array(z.object({ address: z.string(), because: z.enum(addressMarks) })),
  subject: z.string(),
  attachments: z.array(
    z.object({
      name: z.string(),
      contentType: z.string(),
      size: z.int(),
      contentId: z.string().exactOptional(),
    }),
  ),
  priority: z.enum(mailPriorities),
  automatic: z.boolean(),
  tags: z.array(z.string()),
  template: z.string().nullable(),
  authorId: z.string().nullable(),
  createdAt: dateTime,
  delivery: deliverySchema,
  arrivals: z.array(arrivalSchema).exactOptional(),
}

/** A mail of the application as lists show it: without what it says. */
export const mailSummarySchema = z.object(mailFields).meta({ id: 'MailSummary' })

export const mailSchema = z.object({ ...mailFields, text: z.string(), html: z.string() }).meta({ id: 'Mail' })
