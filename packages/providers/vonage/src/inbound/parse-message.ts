import { type Address, cleanText, GuichetError, type ParsedMessage, type RawMessage } from '@guichet/core'
import type { MessageBody } from '../payload/messages-body.ts'
import { readPayload } from '../payload/read-payload.ts'
import { addressOf, isUserId } from '../phone-number.ts'
import { emptyMessage } from './empty-message.ts'
import { attachmentsOf } from './media.ts'
import { parseJoined, parseSms } from './parse-sms.ts'
import { textOf } from './text-of.ts'

/** Reads what a callback said. Throws `unparsable`. */
export async function parseMessage(raw: RawMessage): Promise<ParsedMessage> {
  const payload = readPayload(raw.bytes ?? (await wholeOf(raw)))
  switch (payload?.kind) {
    case 'message':
      return parseBody(payload.body)
    case 'sms':
      return parseSms(payload.parameters)
    case 'parts':
      return parseJoined(payload.parts, payload.total)
    default:
      throw new GuichetError('unparsable', 'this is no message that Vonage is known to send', {
        provider: 'vonage',
      })
  }
}

/** The bytes of a message that is not in memory: requests are small. */
export async function wholeOf(raw: RawMessage): Promise<Uint8Array> {
  return raw.bytes ?? Buffer.concat(await Array.fromAsync(raw.open()))
}

function parseBody(body: MessageBody): ParsedMessage {
  const { from, fromAlso } = senderOf(body)
  const quoted = body.context?.message_uuid
  const sentAt = new Date(body.timestamp ?? Number.NaN)
  return {
    ...emptyMessage,
    externalId: body.message_uuid,
    mailId: body.message_uuid,
    inReplyTo: quoted ? [cleanText(quoted, 200)] : [],
    from,
    ...(fromAlso.length === 0 ? {} : { fromAlso }),
    to: body.to ? [{ name: '', address: cleanText(addressOf(body.to), 200) }] : [],
    text: cleanText(textOf(body), maxTextLength),
    attachments: attachmentsOf(body),
    sentAt: Number.isNaN(sentAt.getTime()) ? null : sentAt,
  }
}

/** What has no text longer than this; the raw message keeps the whole. */
const maxTextLength = 100_000

/**
 * A WhatsApp user has a number, an id for our business, or both; then the number is the address, for SMS come from it as
 * well, and the id is his other one.
 */
function senderOf(body: MessageBody): { from: Address | null; fromAlso: readonly string[] } {
  const { user_id, wa_id } = body.whatsapp?.sender ?? {}
  const named = [body.from, wa_id, user_id].flatMap((one) => (one ? [cleanText(addressOf(one), 200)] : []))
  const addresses = [...new Set(named)]
  const [first, ...others] = addresses.toSorted(
    (one, other) => Number(isUserId(one)) - Number(isUserId(other)),
  )
  const name = cleanText(body.profile?.name ?? body.profile?.username ?? '', 200)
  return { from: first === undefined ? null : { name, address: first }, fromAlso: others }
}
