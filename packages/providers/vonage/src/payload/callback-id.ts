import { createHash } from 'node:crypto'
import { readPayload } from './read-payload.ts'

/**
 * What "the same callback again" means: Vonage repeats one until it is answered 200, and a status may come twice. One
 * without an id, or that nobody understands, is named by its content.
 */
export function callbackIdOf(content: Uint8Array): string {
  return ownId(content) ?? `content:${createHash('sha256').update(content).digest('hex')}`
}

function ownId(content: Uint8Array): string | null {
  const payload = readPayload(content)
  switch (payload?.kind) {
    case 'message':
      return named('message', payload.body.message_uuid)
    case 'status':
      return named('status', payload.body.message_uuid, payload.body.status)
    case 'sms':
      return named('sms', payload.parameters.get('messageId'))
    case 'receipt': {
      const { parameters } = payload
      const [status, code] = [parameters.get('status'), parameters.get('err-code') ?? '']
      return named('receipt', parameters.get('messageId'), status, code)
    }
    default:
      return null
  }
}

function named(kind: string, ...parts: readonly (string | undefined)[]): string | null {
  const isName = parts.every((part) => part !== undefined && /^[\w.-]{0,128}$/.test(part))
  return isName && parts[0] !== '' ? [kind, ...parts].join(':') : null
}
