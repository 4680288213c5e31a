import { createHash } from 'node:crypto'
import type { RawMessage } from '@guichet/core'

/** A text as a raw message in memory, which can be read as a stream as well. */
export function rawMessage(text: string): RawMessage {
  const bytes = Buffer.from(text)
  return {
    ...{ bytes, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    open: async function* () {
      for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536)
    },
  }
}
