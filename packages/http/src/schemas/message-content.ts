import { z } from 'zod'
import { addressSchema } from './contact.ts'

const calendarEventSchema = z.object({
  method: z.enum(['publish', 'request', 'reply', 'cancel', 'counter', 'other']),
  uid: z.string(),
  summary: z.string(),
  start: z.string(),
  end: z.string().nullable(),
  allDay: z.boolean(),
  timeZone: z.string().nullable(),
  location: z.string(),
  organizer: addressSchema.nullable(),
  attendees: z.array(addressSchema.extend({ status: z.string() })),
  recurrence: z.string().nullable(),
})

const attachedMailSchema = z.object({
  attachment: z.int(),
  subject: z.string(),
  from: addressSchema.nullable(),
  date: z.string().nullable(),
  files: z.array(z.string()),
})

/** What a message shows; its HTML is safe in a sandboxed frame. */
export const messageContentSchema = z
  .object({
    text: z.string(),
    parts: z.array(z.object({ kind: z.enum(['reply', 'closing', 'signature', 'quote']), text: z.string() })),
    hasReply: z.boolean(),
    html: z.string().nullable(),
    blockedImages: z.int(),
    trackers: z.int(),
    event: calendarEventSchema.nullable(),
    protection: z.object({ state: z.enum(['signed', 'encrypted']), by: z.enum(['smime', 'pgp']) }).nullable(),
    mails: z.array(attachedMailSchema),
  })
  .meta({ id: 'MessageContent' })
