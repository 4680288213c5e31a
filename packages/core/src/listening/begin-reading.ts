import { toGuichetError } from '../errors.ts'
import type { Lease } from '../ports/leases.ts'
import type { ListeningContext } from './listening-context.ts'

/** A session that reads a mailbox, noted so that the next one learns how it ended. */
export interface Reading {
  readonly countsAttempts: () => boolean
  end(): Promise<void>
}

/** More than can have been on their way when a process ended: what ended it is among the first that come again. */
const countedBatches = 8

/**
 * Notes that a session begins. After one that never ended (a crash, a power cut, or a mail that ends whoever reads
 * it), the first batches are counted message by message, so that such a mail goes to quarantine instead of ending
 * every process from now on. That costs a commit a message, for a few thousand messages; everything else costs none.
 */
export async function beginReading(
  { storage, clock, log }: ListeningContext,
  { tenant, integrationId }: Lease,
): Promise<Reading> {
  const sessionId = clock.newId()
  const hadEnded = await storage.transaction(tenant, (tx) => tx.readings.begin(integrationId, sessionId))
  let left = hadEnded ? 0 : countedBatches
  if (!hadEnded) log.warn('a session had not ended; what it may have read is counted', { integrationId })
  return {
    countsAttempts() {
      left -= 1
      return left >= 0
    },
    async end() {
      try {
        await storage.transaction(tenant, (tx) => tx.readings.end(integrationId, sessionId))
      } catch (error) {
        // Then the next session is careful for nothing.
        log.warn('the end of a session could not be noted', { code: toGuichetError(error).code })
      }
    },
  }
}
