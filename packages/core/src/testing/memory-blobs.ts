import { createHash, randomUUID } from 'node:crypto'
import { GuichetError } from '../errors.ts'
import type { TenantId } from '../model/tenant.ts'
import type { BlobStore, RawBytes, StoredBlob } from '../ports/blobs.ts'

/** Keeps raw messages in memory. */
export function memoryBlobs(): BlobStore {
  const stored = new Map<string, Uint8Array>()

  async function putOne(tenant: TenantId, raw: RawBytes): Promise<StoredBlob> {
    const bytes = await wholeOf(raw)
    const key = `${tenant}/${randomUUID()}`
    stored.set(key, bytes)
    return { key, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }

  return {
    async put(tenant, blobs) {
      const result: StoredBlob[] = []
      for (const raw of blobs) result.push(await putOne(tenant, raw))
      return result
    },
    async *open(key) {
      const bytes = stored.get(key)
      if (bytes === undefined) throw new GuichetError('not-found', `there is no blob ${key}`)
      yield bytes.slice()
    },
    async remove(keys) {
      for (const key of keys) stored.delete(key)
    },
  }
}

async function wholeOf(raw: RawBytes): Promise<Uint8Array> {
  if (raw instanceof Uint8Array) return raw.slice()
  const chunks: Uint8Array[] = []
  for await (const chunk of raw) chunks.push(chunk.slice())
  return new Uint8Array(Buffer.concat(chunks))
}
