import type { Channels } from '../channels.ts'
import type { Encryption } from '../encryption.ts'
import type { MailIds } from '../mail-ids.ts'
import type { UnprovenSenders } from '../model/authentication.ts'
import type { BlobStore } from '../ports/blobs.ts'
import type { ThreadKeys } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Storage } from '../ports/storage.ts'

/** What watching integrations needs. */
export interface ListeningContext {
  readonly storage: Storage
  readonly blobs: BlobStore
  readonly channels: Channels
  readonly encryption: Encryption
  readonly mailIds: MailIds
  readonly threadKeys?: ThreadKeys
  readonly clock: Clock
  readonly log: Log
  /** See `InboxOptions`; nothing is counted unless told. */
  readonly metrics?: Metrics
  /** See `InboxOptions`; `separate` unless told. */
  readonly unprovenSenders?: UnprovenSenders
  /** See `InboxOptions`; 16 MiB unless told. */
  readonly maxFetchedFileBytes?: number
}
