import type { Transaction } from '../ports/storage.ts'

/** Whether a message that is about to be deleted has not begun to leave: then it cannot until the transaction ends. */
export async function keepFromLeaving(tx: Transaction, messageId: string): Promise<boolean> {
  const kept = await tx.outbox.change(messageId, {
    ...{ from: ['ready'], state: 'cancelled', error: null, nextAttemptAt: null },
  })
  return kept !== null
}
