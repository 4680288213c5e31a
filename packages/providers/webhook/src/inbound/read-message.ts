import { GuichetError, type GuichetErrorCode, type RawMessage } from '@guichet/core'
import { type WebhookMessage, webhookMessage } from './webhook-message.ts'

/**
 * Reads the body of a request. Throws an error with this code that names the field: `invalid-input` while its sender
 * is there to hear it, `unparsable` for what is stored.
 */
export function readMessage(
  bytes: Uint8Array,
  code: Extract<GuichetErrorCode, 'invalid-input' | 'unparsable'>,
): WebhookMessage {
  const result = webhookMessage.safeParse(jsonOf(bytes, code))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = (issue?.path ?? []).join('.')
  const sentence = `${field || 'the body'}: ${issue?.message ?? 'not valid'}`
  throw new GuichetError(code, sentence, { provider: 'webhook', ...(field === '' ? {} : { field }) })
}

function jsonOf(bytes: Uint8Array, code: GuichetErrorCode): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new GuichetError(code, 'the body is not JSON in UTF-8', { provider: 'webhook' })
  }
}

/** A stored message, read again. */
export async function readRaw(raw: RawMessage): Promise<WebhookMessage> {
  return readMessage(raw.bytes ?? Buffer.concat(await Array.fromAsync(raw.open())), 'unparsable')
}
