import type { TenantId } from '../model/tenant.ts'

/** Raw bytes, whole in memory or too large for that. */
export type RawBytes = Uint8Array | AsyncIterable<Uint8Array>

export interface StoredBlob {
  /** `tenant/` and an opaque id: never derived from the content or from a sender's file name. */
  readonly key: string
  readonly size: number
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string
}

/** Keeps raw messages. What `put` returned survives a power cut. */
export interface BlobStore {
  /** Stores all of them; resolves when every one is durable. Streams are read one after the other. */
  put(tenant: TenantId, blobs: readonly RawBytes[]): Promise<readonly StoredBlob[]>
  /** The bytes as a stream. Throws `not-found`. */
  open(key: string): AsyncIterable<Uint8Array>
  remove(keys: readonly string[]): Promise<void>
}
