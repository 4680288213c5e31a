import { z } from 'zod'
import type { Parameters } from '../signature/legacy-signature.ts'
import { type MessageBody, messageSchema, type StatusBody, statusSchema } from './messages-body.ts'
import { jsonOf, parametersOf } from './parameters.ts'
import { partsOf, type SmsPart } from './sms-parts.ts'

/** What a callback is: of the Messages API, of the older SMS API, or several of the latter joined by us. */
export type Payload =
  | { readonly kind: 'message'; readonly body: MessageBody }
  | { readonly kind: 'status'; readonly body: StatusBody }
  | { readonly kind: 'sms'; readonly parameters: Parameters }
  | { readonly kind: 'receipt'; readonly parameters: Parameters }
  | { readonly kind: 'parts'; readonly total: number; readonly parts: readonly SmsPart[] }

/** Tells the forms apart by what they hold: the account decides which one comes. Null for what is none of them. */
export function readPayload(content: Uint8Array): Payload | null {
  const text = decoded(content)
  if (text === null) return null
  const value = text.trimStart().startsWith('{') ? jsonOf(text) : undefined
  return modern(value) ?? legacy(content)
}

const hasStatus = z.object({ status: z.string(), message_type: z.undefined().optional() })

function modern(value: unknown): Payload | null {
  const joined = partsOf(value)
  if (joined !== null) return { kind: 'parts', ...joined }
  if (hasStatus.safeParse(value).success) {
    const body = statusSchema.safeParse(value).data
    return body === undefined ? null : { kind: 'status', body }
  }
  const body = messageSchema.safeParse(value).data
  return body === undefined ? null : { kind: 'message', body }
}

function legacy(content: Uint8Array): Payload | null {
  const parameters = parametersOf(content)
  if (!parameters?.get('messageId')) return null
  // A blank one may have been added: it is not always signed.
  if (parameters.get('status')) return { kind: 'receipt', parameters }
  return parameters.has('msisdn') ? { kind: 'sms', parameters } : null
}

function decoded(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    // Not UTF-8, as both forms are.
    return null
  }
}
