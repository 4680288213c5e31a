import { GuichetError } from '@guichet/core'
import { z } from 'zod'

const schema = z.looseObject({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
})
export type SnsMessage = z.infer<typeof schema>

/** What SNS posts, unproven. Throws `signature-refused` for anything else. */
export function snsMessage(body: Uint8Array): SnsMessage {
  const message = schema.safeParse(parsed(body))
  if (message.success) return message.data
  throw new GuichetError('signature-refused', 'this is no message of Amazon SNS')
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return null
  }
}
