import type { BlobStore } from '../../ports/blobs.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Job } from '../../ports/jobs.ts'
import type { Storage, Transaction } from '../../ports/storage.ts'

const keptMs = 24 * 3_600_000

/** Files that no message takes within a day are removed. */
export async function discardLater(
  tx: Transaction,
  { clock }: { readonly clock: Clock },
  ids: readonly string[],
): Promise<void> {
  const startAt = new Date(clock.now().getTime() + keptMs)
  await tx.enqueue(ids.map((subject) => ({ queue: 'discard', subject, startAt })))
}

/** Removes an upload, unless a message has it: then, and when there is none, it returns false. */
export async function discardUpload(
  { storage, blobs }: { readonly storage: Storage; readonly blobs: BlobStore },
  { tenant, subject }: Pick<Job, 'tenant' | 'subject'>,
): Promise<boolean> {
  const keys = await storage.transaction(tenant, (tx) => tx.uploads.removeUnused([subject]))
  // After the commit: no message can take it any more.
  await blobs.remove(keys)
  return keys.length > 0
}
