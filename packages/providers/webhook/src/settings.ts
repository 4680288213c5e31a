import { z } from 'zod'
import { secretSchema } from './webhook-secret.ts'

export const webhookSettings = z.strictObject({
  /** What stands for us in its messages: `contact-form`, or a mail address. */
  address: z.string().trim().min(1, 'a name or an address is needed').max(200, 'at most 200 characters'),
  /** Where answers are posted to. Without it the integration only receives. */
  replyUrl: z
    .url({ protocol: /^https?$/, error: 'replyUrl is an https address' })
    .max(2_000)
    .optional(),
  /** How far the sender's clock may be from ours, and how long a request may be on its way. */
  toleranceSeconds: z.int().min(30, 'at least 30').max(3_600, 'at most an hour, 3600').default(300),
  /** A message without `threadKey` and `inReplyTo` joins the latest conversation with its sender that is younger. */
  quietPeriodHours: z.int().min(1, 'at least an hour').max(8_760, 'at most a year, 8760').default(168),
})
export type WebhookSettings = z.infer<typeof webhookSettings>

export const webhookSecrets = z.strictObject({
  /** Newest first. Requests may be signed with any of them, answers are signed with all: a sender changes in its time. */
  signingSecrets: z
    .array(secretSchema)
    .min(1, 'a signing secret is needed')
    .max(3, 'at most three: the current one and two before it'),
})
export type WebhookSecrets = z.infer<typeof webhookSecrets>
