import { createHmac, timingSafeEqual } from 'node:crypto'
import { type ChannelType, GuichetError, type ParsedMessage } from '@guichet/core'
import { z } from 'zod'

const secretsSchema = z.strictObject({ secret: z.string() })
const bodySchema = z.object({ id: z.string(), from: z.string(), text: z.string() })
const toleranceMs = 5 * 60_000

/** The signature of a callback as the Standard Webhooks specification computes it. */
export function sign(secret: string, id: string, timestamp: number, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')
}

/** A channel that is called and checks what a real one checks: id, time and signature of the bytes. */
export const signedChannel: ChannelType = {
  type: 'signed',
  medium: 'webhook',
  settings: z.strictObject({}),
  secrets: secretsSchema,
  identity: () => ({ name: 'Bench', address: 'bench' }),
  quietPeriodMs: () => 24 * 60 * 60_000,
  parse: async (raw) => parsed(raw.bytes),
  webhook: {
    verify({ headers, body, receivedAt }, { secrets }) {
      const id = headers.get('webhook-id') ?? ''
      const timestamp = Number(headers.get('webhook-timestamp'))
      const given = Buffer.from(headers.get('webhook-signature')?.replace(/^v1,/, '') ?? '')
      const { secret } = secretsSchema.parse(secrets.reveal())
      const wanted = Buffer.from(sign(secret, id, timestamp, body))
      const isRecent = Math.abs(receivedAt.getTime() - timestamp * 1000) <= toleranceMs
      if (!isRecent || given.length !== wanted.length || !timingSafeEqual(given, wanted))
        throw new GuichetError('signature-refused', 'the signature is wrong')
      return { callbackId: id, content: body, contentType: 'application/json' }
    },
    read: ({ callbackId, content, receivedAt }) => ({
      messages: [{ locator: callbackId, raw: content, receivedAt, isHistory: false }],
      outcomes: [],
    }),
  },
}

function parsed(bytes: Uint8Array | null): ParsedMessage {
  const { id, from, text } = bodySchema.parse(JSON.parse(new TextDecoder().decode(bytes ?? undefined)))
  return {
    ...{ externalId: id, mailId: null, inReplyTo: [], references: [], replyTo: [], to: [], cc: [] },
    from: { name: '', address: from },
    ...{ subject: '', text, attachments: [], sentAt: null, headers: new Map() },
  }
}
