import type { Connected } from '../connected.ts'
import type { BlobStore } from '../ports/blobs.ts'
import type { Log } from '../ports/log.ts'

/** What fetching files from providers needs. */
export interface FetchingContext extends Connected {
  readonly blobs: BlobStore
  readonly log: Log
  /** See `InboxOptions`; 16 MiB unless told. */
  readonly maxFetchedFileBytes?: number
}
