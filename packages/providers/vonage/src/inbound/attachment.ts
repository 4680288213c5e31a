import type { RawMessage } from '@guichet/core'
import { readPayload } from '../payload/read-payload.ts'
import { binaryOf } from './media.ts'
import { wholeOf } from './parse-message.ts'

/** The bytes of a file that came with a message: of an SMS that is no text. Others are fetched. */
export async function attachmentIn(
  raw: RawMessage,
  index: number,
): Promise<AsyncIterable<Uint8Array> | null> {
  const payload = readPayload(await wholeOf(raw))
  const bytes = payload?.kind === 'sms' && index === 0 ? binaryOf(payload.parameters) : null
  return bytes === null ? null : once(bytes)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
