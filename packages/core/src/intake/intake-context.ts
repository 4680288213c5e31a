import type { MailIds } from '../mail-ids.ts'
import type { Address } from '../model/address.ts'
import type { UnprovenSenders } from '../model/authentication.ts'
import type { TenantId } from '../model/tenant.ts'
import type { BlobStore } from '../ports/blobs.ts'
import type { ChannelType, ThreadKeys } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Storage } from '../ports/storage.ts'

/** What the path of an inbound message needs to know: whose it is and where it came in. */
export interface IntakeContext {
  readonly tenant: TenantId
  readonly integrationId: string
  readonly channel: Pick<ChannelType, 'medium' | 'parse' | 'authenticate' | 'quietPeriodMs'>
  /** The integration's settings, as its channel type checked them. */
  readonly settings?: unknown
  /** See `InboxOptions`; `separate` unless told. */
  readonly unprovenSenders?: UnprovenSenders
  /** Our own address on this integration. */
  readonly identity: Address
  /** The fence of the lease under which this runs; null for webhooks, which need none. */
  readonly fence: number | null
  /** Asked for every batch: whether its messages are counted before they are read (see `ReadingRecords`). */
  readonly countsAttempts?: () => boolean
  /** Keys of other systems, as the host reads them; see `InboxOptions.threadKeys`. */
  readonly threadKeys?: ThreadKeys
  readonly storage: Storage
  readonly blobs: BlobStore
  readonly mailIds: MailIds
  readonly clock: Clock
  readonly log: Log
}
