import type { RawMessage } from '@guichet/core'
import { withLineFeeds } from './line-ends.ts'
import type { ContentPolicy, WalkedMail } from './part-tree.ts'
import { createPartWalker } from './part-walker.ts'

/** Walks a whole mail, in memory or as a stream, and keeps of its parts what the policy wants. */
export async function walkMail(raw: RawMessage, policy: ContentPolicy): Promise<WalkedMail> {
  const walker = createPartWalker(ignore, policy)
  const input = withLineFeeds(walker.push)
  for await (const chunk of piecesOf(raw)) input.push(asBuffer(chunk))
  input.end()
  return walker.finish()
}

/** The bytes of a mail from the beginning. */
export async function* piecesOf(raw: RawMessage): AsyncGenerator<Uint8Array> {
  if (raw.bytes === null) yield* raw.open()
  else yield raw.bytes
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function ignore(): void {
  // Only a fingerprint needs the bytes of the body.
}
