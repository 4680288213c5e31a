import { type GuichetErrorDetails, type OutboundMessage, type SendReceipt, safeRequest } from '@guichet/core'
import { z } from 'zod'
import { defaultTimeoutMs, type VonageOptions } from '../options.ts'
import { vonageNumber } from '../phone-number.ts'
import { measureSms } from '../texting/measure.ts'
import { vonageError } from '../vonage-error.ts'
import { type AnyConnection, restHost } from './client.ts'
import { refusalError, unknownOutcome } from './send-error.ts'
import { recipientOf } from './send-text.ts'

const answerSchema = z.object({
  messages: z
    .array(z.object({ status: z.coerce.string(), 'message-id': z.string().nullish() }))
    .min(1)
    .max(255),
})

/** What goes out by the older SMS API. */
export interface LegacySend {
  readonly connection: AnyConnection
  readonly options: VonageOptions
  readonly ttlSeconds: number | undefined
}

/**
 * Sends an SMS by the older API, in the one form that Vonage describes; its own client sends another. Every answer is
 * 200, and has a verdict for each part of a long text.
 */
export async function sendLegacy(message: OutboundMessage, send: LegacySend): Promise<SendReceipt> {
  const { options } = send
  const response = await safeRequest(
    {
      method: 'POST',
      url: `${restHost(options)}/sms/json`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: Buffer.from(new URLSearchParams(parametersFor(message, send)).toString()),
    },
    {
      deadlineMs: options.timeoutMs ?? defaultTimeoutMs,
      privateHosts: options.baseUrl === undefined ? 'refused' : 'allowed',
    },
  )
  if (response.status !== 200) {
    response.close()
    throw refusalError({ status: response.status, code: null, retryAfterMs: null })
  }
  return receiptOf(await jsonOf(response.body))
}

function parametersFor(
  message: OutboundMessage,
  { connection, ttlSeconds }: LegacySend,
): Record<string, string> {
  const { apiSecret } = connection.secrets.reveal()
  if (apiSecret === undefined) {
    const sentence = 'the older SMS API wants the apiSecret of the account'
    throw vonageError('invalid-configuration', sentence, { field: 'apiSecret', retry: 'after-fix' })
  }
  return {
    api_key: connection.settings.apiKey,
    api_secret: apiSecret,
    to: recipientOf(message),
    from: vonageNumber(message.from.address),
    text: message.text,
    type: measureSms(message.text).encoding === 'ucs2' ? 'unicode' : 'text',
    'client-ref': message.id,
    ...(ttlSeconds === undefined ? {} : { ttl: String(ttlSeconds * 1_000) }),
  }
}

async function jsonOf(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    return JSON.parse(Buffer.concat(await Array.fromAsync(body)).toString())
  } catch {
    // The text was handed over: whatever is wrong with the answer, it may have been sent.
    throw unknownOutcome('unreadable')
  }
}

function receiptOf(answer: unknown): SendReceipt {
  const parts = answerSchema.safeParse(answer).data?.messages
  if (parts === undefined) throw unknownOutcome('unreadable')
  const refused = parts.find(({ status }) => status !== '0')
  if (refused === undefined) return { providerId: parts[0]?.['message-id'] ?? null }
  const taken = parts.filter(({ status }) => status === '0').length
  if (taken > 0) {
    const sentence = `Vonage took ${taken} of the ${parts.length} parts of this text and refused the others (${refused.status}): it arrives with gaps`
    throw vonageError('outcome-unknown', sentence, { outcome: 'unknown', providerCode: refused.status })
  }
  const [code, sentence, details] = verdictOn(refused.status)
  throw vonageError(code, sentence, { ...details, providerCode: refused.status })
}

type Verdict = readonly ['throttled' | 'authentication-failed' | 'rejected', string, GuichetErrorDetails]

function verdictOn(status: string): Verdict {
  switch (status) {
    case '1':
    case '10':
      return [
        'throttled',
        'Vonage takes no more messages at the moment',
        { retry: 'later', retryAfterMs: 1_000 },
      ]
    case '5':
      return ['throttled', 'Vonage has a fault of its own; try again later', { retry: 'later' }]
    case '4':
    case '14':
    case '32':
      return [
        'authentication-failed',
        'Vonage refused the credentials of the account',
        { retry: 'after-fix' },
      ]
    case '8':
    case '9':
    case '11':
    case '15':
    case '29': {
      const sentence =
        'the Vonage account may not send this: look at its balance, its permissions and its number'
      return ['rejected', sentence, { retry: 'after-fix' }]
    }
    case '7':
    case '33':
      return ['rejected', 'this number cannot receive messages', {}]
    case '12':
      return ['rejected', 'the text is too long', {}]
    default:
      return ['rejected', `Vonage refused the message (${status})`, {}]
  }
}
