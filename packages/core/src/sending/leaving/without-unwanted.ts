import { writeArrivals } from '../../intake/write-arrivals.ts'
import { addressKey } from '../../model/address.ts'
import type { Message } from '../../model/message.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transaction } from '../../ports/storage.ts'
import { leaveOut, leftOutBecause, nobodyLeft, type Unwanted } from './leave-out.ts'

/**
 * An answer without those whose addresses were marked since it was written: days may have passed. The message says of
 * each that he got nothing. A sentence where nobody is left.
 */
export async function withoutUnwanted(
  tx: Transaction,
  { clock }: { readonly clock: Clock },
  message: Message,
  unwanted: Unwanted,
): Promise<Message | string> {
  const { id, to, cc, bcc = [], integrationId, receivedAt } = message
  const left = leaveOut({ to, cc, bcc, dropped: [] }, unwanted)
  if (left.dropped.length === 0) return message
  const refusal = nobodyLeft(left)
  if (refusal !== null) return refusal
  const said = left.dropped.map(({ address, because }) => ({
    sent: message,
    arrival: {
      ...{ recipient: addressKey(address), state: 'bounced' as const, kind: 'soft' as const, status: null },
      reason: `nothing was sent to it: ${leftOutBecause[because]}`,
      // The same at every attempt, so that it is said once.
      ...{ at: receivedAt, reportId: id, messageId: id },
    },
    ...{ isExact: false, isHistory: false },
  }))
  await writeArrivals(tx, { clock, integrationId }, said)
  return { ...message, to: left.to, cc: left.cc, bcc: left.bcc }
}
