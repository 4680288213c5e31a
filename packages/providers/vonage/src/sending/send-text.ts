import type { OutboundMessage, SendReceipt } from '@guichet/core'
import { z } from 'zod'
import type { VonageOptions } from '../options.ts'
import { vonageNumber } from '../phone-number.ts'
import { vonageError } from '../vonage-error.ts'
import { type AnyConnection, apiHost, vonageClient } from './client.ts'
import { sendError } from './send-error.ts'

const answerSchema = z.object({ message_uuid: z.string().min(1).max(128) })

/** What goes out by the Messages API. */
export interface MessagesSend {
  readonly connection: AnyConnection
  readonly options: VonageOptions
  readonly channel: 'sms' | 'whatsapp'
  readonly ttlSeconds?: number | undefined
}

/**
 * Sends a text or a template by the Messages API. Vonage has no way to recognise a repetition: an error says whether it
 * may have been sent. The id that Vonage gives it is also what a quotation of it names.
 */
export async function sendText(message: OutboundMessage, send: MessagesSend): Promise<SendReceipt> {
  const client = await vonageClient(send.connection, send.options)
  const body = { ...envelope(message, send), ...content(message) }
  try {
    // Its `send` takes only the languages that its authors knew of; this is what that calls.
    const url = `${apiHost(send.connection, send.options)}/v1/messages`
    const { data } = await client.messages.sendPostRequest(url, body)
    const uuid = answerSchema.safeParse(data).data?.message_uuid
    return uuid === undefined ? { providerId: null } : { providerId: uuid, mailId: uuid }
  } catch (error) {
    throw await sendError(error)
  }
}

/** The one recipient of a text. */
export function recipientOf({ to, cc }: OutboundMessage): string {
  const [recipient, ...others] = [...to, ...cc]
  if (recipient === undefined || others.length > 0) {
    throw vonageError('invalid-input', 'a text has exactly one recipient', { field: 'to' })
  }
  return vonageNumber(recipient.address)
}

function envelope(message: OutboundMessage, { channel, ttlSeconds }: MessagesSend) {
  return {
    channel,
    to: recipientOf(message),
    from: vonageNumber(message.from.address),
    client_ref: message.id,
    ...(ttlSeconds === undefined ? {} : { ttl: ttlSeconds }),
  }
}

function content({ text, template }: OutboundMessage) {
  if (template === undefined) return { message_type: 'text', text }
  const { name, parameters, language } = template
  return {
    message_type: 'template',
    template: { name, parameters: [...parameters] },
    whatsapp: { policy: 'deterministic', locale: language },
  }
}
