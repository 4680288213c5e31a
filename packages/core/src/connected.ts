import type { Channels } from './channels.ts'
import type { Encryption, SecretPlace } from './encryption.ts'
import type { Clock } from './ports/clock.ts'
import type { Storage } from './ports/storage.ts'

/** What opening a connection, and keeping its secrets good, needs. */
export interface Connected {
  readonly channels: Channels
  readonly encryption: Encryption
  readonly storage: Storage
  readonly clock: Clock
}

/** Where the secrets of an integration live, for the ciphertext's associated data. */
export function secretPlace(integrationId: string): SecretPlace {
  return { table: 'integrations', column: 'secrets', rowId: integrationId }
}
