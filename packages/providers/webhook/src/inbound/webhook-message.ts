import { z } from 'zod'

const address = z.object({
  /** A mail address, a phone number, or whatever names the person in the sender's system. */
  address: z.string().trim().min(1).max(320),
  name: z.string().max(200).optional(),
})

const file = z.object({
  name: z.string().min(1).max(255),
  contentType: z.string().max(200).default('application/octet-stream'),
  content: z.base64('base64, without line breaks'),
  /** What the HTML calls it, for pictures: `cid:` and this. */
  contentId: z.string().min(1).max(200).optional(),
})

const remoteFile = z.object({
  name: z.string().min(1).max(255),
  contentType: z.string().max(200).default('application/octet-stream'),
  size: z.int().min(0).default(0),
  /** Fetched after the message is stored, from public hosts only. */
  url: z.url({ protocol: /^https$/, error: 'an https address' }).max(2_000),
})

/** Something the sender's form asked for, shown below the text in this order. */
const field = z.object({ name: z.string().min(1).max(100), value: z.string().max(10_000) })

/** An id of the sender's system. */
const id = z.string().regex(/^[!-~]{1,200}$/, '1 to 200 plain characters without blanks')

/**
 * What is posted to `/inbox/webhooks/custom/{integrationId}`. Keys that this version does not know are kept in the
 * original and otherwise ignored, so that a sender may be newer than its receiver.
 */
export const webhookMessage = z
  .object({
    type: z.literal('message', 'only "message" is understood'),
    /** Absent: the `webhook-id`. Two messages with one id are one message. */
    id: id.optional(),
    /** Names a conversation in the sender's system: all messages with one key are one conversation. */
    threadKey: z.string().min(1).max(200).optional(),
    /** The id of the message that this one answers: one of the sender's, or of a `message.reply`. */
    inReplyTo: id.optional(),
    /** Who wrote it. `ids` are other addresses that are certainly the same person's. */
    from: address.extend({ ids: z.array(z.string().trim().min(1).max(320)).max(10).default([]) }),
    subject: z.string().max(500).default(''),
    text: z.string().max(500_000).default(''),
    html: z.string().max(1_000_000).optional(),
    fields: z.array(field).max(50).default([]),
    attachments: z
      .array(z.union([file, remoteFile]))
      .max(50)
      .default([]),
    /** ISO 8601 with a time zone. */
    sentAt: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ text, fields, attachments }) => text.trim() !== '' || fields.length + attachments.length > 0, {
    path: ['text'],
    error: 'a message has a text, fields or attachments',
  })
export type WebhookMessage = z.infer<typeof webhookMessage>

export type WebhookFile = WebhookMessage['attachments'][number]
