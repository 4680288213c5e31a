import { writeArrivals } from '../../intake/write-arrivals.ts'
import { addressKey } from '../../model/address.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import { cleanText } from '../../model/text.ts'
import type { RefusedRecipient } from '../../ports/outbound-message.ts'
import type { Transaction } from '../../ports/storage.ts'
import { failureKind } from '../../verdicts/status-code.ts'
import type { SendingContext } from '../sending-context.ts'

/** What a server said at once of single recipients, while it took the message for the others: it bounced for them. */
export async function recordRefusals(
  tx: Transaction,
  ctx: SendingContext,
  { messageId, integrationId }: OutboxEntry,
  refused: readonly RefusedRecipient[],
): Promise<void> {
  const [sent] = await tx.arrivals.findSends(integrationId, { messageIds: [messageId], providerIds: [] })
  if (sent === undefined) return
  const reported = refused.map(({ address, status, reason }) => ({
    sent,
    arrival: {
      recipient: addressKey(address),
      state: 'bounced' as const,
      kind: failureKind(status, reason),
      status: status === null ? null : cleanText(status, 100),
      reason: cleanText(reason, 500),
      at: ctx.clock.now(),
      reportId: messageId,
      messageId,
    },
    isExact: true,
    isHistory: false,
  }))
  await writeArrivals(tx, { ...ctx, integrationId }, reported)
}
