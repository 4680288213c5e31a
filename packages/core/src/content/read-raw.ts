import { createHash } from 'node:crypto'
import type { BlobStore } from '../ports/blobs.ts'
import type { RawMessage } from '../ports/channel.ts'

/** A larger original is read as a stream, as it was when it came. */
const inMemoryBytes = 16 * 1024 * 1024

/** A stored original as channels read it. */
export async function readRaw({ blobs }: { readonly blobs: BlobStore }, key: string): Promise<RawMessage> {
  const hash = createHash('sha256')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of blobs.open(key)) {
    hash.update(chunk)
    size += chunk.byteLength
    if (size <= inMemoryBytes) chunks.push(chunk)
  }
  const bytes = size <= inMemoryBytes ? Buffer.concat(chunks) : null
  return { size, sha256: hash.digest('hex'), bytes, open: () => blobs.open(key) }
}
