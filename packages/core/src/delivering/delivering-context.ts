import type { Encryption } from '../encryption.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Storage } from '../ports/storage.ts'
import type { WebhookPoster } from '../ports/webhook-poster.ts'

/** What posting events to the host's URLs needs. */
export interface DeliveringContext {
  readonly storage: Storage
  readonly encryption: Encryption
  readonly clock: Clock
  readonly log: Log
  readonly poster: WebhookPoster
}
