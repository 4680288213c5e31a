import { type SniffedType, sniffedBytes, sniffType } from './content/sniff-type.ts'
import type { GuichetError } from './errors.ts'
import type { TenantId } from './model/tenant.ts'
import type { BlobStore, StoredBlob } from './ports/blobs.ts'

export interface FileToStore {
  readonly tenant: TenantId
  readonly bytes: AsyncIterable<Uint8Array>
  readonly maxBytes: number
  /** What to throw for more bytes. */
  tooLarge(): GuichetError
}

/**
 * Stores a file while it is read, and says what it is by its first bytes. Throws what reading it throws; then nothing is
 * stored.
 */
export async function storeSniffed(
  blobs: BlobStore,
  { tenant, bytes, maxBytes, tooLarge }: FileToStore,
): Promise<{ readonly blob: StoredBlob; readonly sniffed: SniffedType }> {
  const start: Uint8Array[] = []
  let size = 0
  async function* limited(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      if (size < sniffedBytes) start.push(chunk)
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge()
      yield chunk
    }
  }
  const [blob] = await blobs.put(tenant, [limited()])
  if (blob === undefined) throw new RangeError('the blob store returned fewer blobs than it was given')
  return { blob, sniffed: await sniffType(Buffer.concat(start).subarray(0, sniffedBytes)) }
}
