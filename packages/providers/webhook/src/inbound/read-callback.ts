import type { CallbackContent, KeptCallback } from '@guichet/core'
import { readMessage } from './read-message.ts'

/**
 * One request is one message. One without an id of its own gets the `webhook-id`, written into what is stored: two
 * people may well say the same.
 */
export function readCallback({ callbackId, content, receivedAt }: KeptCallback): CallbackContent {
  const { id } = readMessage(content, 'unparsable')
  const raw = id === undefined ? withId(content, callbackId) : content
  return { messages: [{ locator: callbackId, raw, receivedAt, isHistory: false }], outcomes: [] }
}

/** Everything else stays as it was sent, byte by byte. */
function withId(content: Uint8Array, id: string): Uint8Array {
  const inside = Buffer.from(content).indexOf('{') + 1
  const bytes = [
    content.subarray(0, inside),
    Buffer.from(`"id":${JSON.stringify(id)},`),
    content.subarray(inside),
  ]
  return Buffer.concat(bytes)
}
