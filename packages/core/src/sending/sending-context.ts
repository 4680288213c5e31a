import type { Channels } from '../channels.ts'
import type { Encryption } from '../encryption.ts'
import type { BlobStore } from '../ports/blobs.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MailSender } from '../ports/mail-sender.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Storage } from '../ports/storage.ts'
import type { SendLimits } from './leaving/send-limits.ts'

/** What the path of an outbound message needs. */
export interface SendingContext {
  readonly storage: Storage
  /** Where the files of outgoing mail are. */
  readonly blobs: BlobStore
  readonly channels: Channels
  readonly encryption: Encryption
  readonly clock: Clock
  readonly log: Log
  /** See `InboxOptions`; nothing is counted unless told. */
  readonly metrics?: Metrics
  /** Of mail of the host application; absent where it sends none. */
  readonly sender?: MailSender
  /** See `InboxOptions`. */
  readonly limits?: SendLimits
}
