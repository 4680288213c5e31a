import { z } from 'zod'

/** What has another form than foreseen counts as absent: the rest of the message is still worth reading. */
function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().catch(null)
}

/** Texts and numbers that Vonage writes as either, in its own material. */
const text = maybe(z.union([z.string(), z.number().transform(String)]))

const file = z.object({ url: text, name: text, caption: text })

const orderItem = z.object({ product_retailer_id: text, quantity: text, item_price: text, currency: text })

const whatsAppUser = z.object({ user_id: text, wa_id: text })

/**
 * A message as the Messages API reports it: only what we read, and as little as possible required, so that a new field
 * or kind of message loses nothing.
 */
export const messageSchema = z.object({
  channel: text,
  message_uuid: z.string().min(1).max(128),
  to: text,
  from: text,
  timestamp: text,
  message_type: text,
  text,
  profile: maybe(z.object({ name: text, username: text })),
  context: maybe(
    z.object({
      message_uuid: text,
      whatsapp_referred_product: maybe(z.object({ product_retailer_id: text })),
    }),
  ),
  whatsapp: maybe(
    z.object({
      sender: maybe(whatsAppUser),
      referral: maybe(z.object({ headline: text, body: text, source_url: text })),
    }),
  ),
  image: maybe(file),
  audio: maybe(file),
  video: maybe(file),
  file: maybe(file),
  sticker: maybe(file),
  vcard: maybe(file),
  content: maybe(z.array(file.extend({ type: text }))),
  location: maybe(z.object({ lat: text, long: text, name: text, address: text })),
  contact: z.unknown().optional(),
  reply: maybe(z.object({ title: text, description: text })),
  button: maybe(z.object({ text })),
  reaction: maybe(z.object({ action: text, emoji: text })),
  order: maybe(z.object({ product_items: maybe(z.array(orderItem)) })),
})
export type MessageBody = z.infer<typeof messageSchema>

/** What became of a message that we sent. */
export const statusSchema = z.object({
  channel: text,
  message_uuid: z.string().min(1).max(128),
  to: text,
  from: text,
  timestamp: text,
  status: z.string().min(1).max(64),
  client_ref: text,
  error: maybe(z.object({ type: text, title: text, detail: text })),
  whatsapp: maybe(z.object({ recipient: maybe(whatsAppUser) })),
})
export type StatusBody = z.infer<typeof statusSchema>
