import { z } from 'zod'
import type { Parameters } from '../signature/legacy-signature.ts'
import { jsonOf, parametersOf } from './parameters.ts'

/**
 * What has to be known of a callback before it is kept, while Vonage waits: little, so that it costs little. Its content
 * is read later, in a worker.
 */
export interface CallbackHead {
  /** What "the same callback again" means; null where it has no id. */
  readonly id: string | null
  /** The older form is SMS; null where none is named. */
  readonly channel: string | null
  readonly ourNumber: string | null
}

const name = z.union([z.string(), z.number().transform(String)])

const headSchema = z.object({
  message_uuid: z.string(),
  channel: name.nullish(),
  status: name.nullish(),
  message_type: name.nullish(),
  to: name.nullish(),
  from: name.nullish(),
})

/** Messages are to us, reports about them from us; the older form calls us `to` in both. */
export function headOf(content: Uint8Array): CallbackHead {
  const text = Buffer.from(content).toString()
  const modern = text.trimStart().startsWith('{') ? headSchema.safeParse(jsonOf(text)).data : undefined
  if (modern === undefined) return legacyHead(parametersOf(content) ?? new Map())
  const { message_uuid, channel, status, message_type, to, from } = modern
  const isStatus = status != null && message_type == null
  return {
    id: isStatus ? named('status', message_uuid, status) : named('message', message_uuid),
    channel: channel ?? null,
    ourNumber: (isStatus ? from : to) ?? null,
  }
}

function legacyHead(parameters: Parameters): CallbackHead {
  const [id, status] = [parameters.get('messageId'), parameters.get('status')]
  return {
    id: status ? named('receipt', id, status, parameters.get('err-code') ?? '') : named('sms', id),
    channel: id === undefined ? null : 'sms',
    ourNumber: parameters.get('to') ?? null,
  }
}

function named(kind: string, ...parts: readonly (string | undefined)[]): string | null {
  const isName = parts.every((part) => part !== undefined && /^[\w.-]{0,128}$/.test(part))
  return isName && parts[0] !== '' ? [kind, ...parts].join(':') : null
}
