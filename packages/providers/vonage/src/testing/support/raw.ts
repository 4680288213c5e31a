import type { CallbackContent, KeptCallback, RawMessage, ReceivedMessage } from '@guichet/core'

/** The bytes of a received message as core hands them to a channel. */
export function rawOf(message: ReceivedMessage | undefined): RawMessage {
  if (!(message?.raw instanceof Uint8Array)) throw new Error('expected a message with its bytes')
  return rawBytes(message.raw)
}

function rawBytes(bytes: Uint8Array): RawMessage {
  return { size: bytes.length, sha256: '', bytes, open: () => once(bytes) }
}

/** A callback that was kept. */
export function kept(content: string | object, receivedAt = new Date('2026-11-27T10:00:00Z')): KeptCallback {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return { callbackId: 'a', contentType: 'application/json', content: Buffer.from(text), receivedAt }
}

/** The only message of a callback. */
export function onlyMessage({ messages }: CallbackContent): ReceivedMessage | undefined {
  return messages.length === 1 ? messages[0] : undefined
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
