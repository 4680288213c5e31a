import { GuichetError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SendReceipt } from '../../ports/outbound-message.ts'

/** The receipt of a send, or `outcome-unknown` when it takes longer than this: the message may have left. */
export async function withDeadline(
  clock: Clock,
  ms: number,
  sending: Promise<SendReceipt>,
): Promise<SendReceipt> {
  const settled = new AbortController()
  try {
    const receipt = await Promise.race([sending, clock.sleep(ms, settled.signal)])
    if (receipt !== undefined) return receipt
  } finally {
    // With a reason, as the usual one is an error with a stack, which each message would pay for.
    settled.abort('settled')
  }
  throw new GuichetError('outcome-unknown', 'the server did not say in time whether it took the message', {
    outcome: 'unknown',
  })
}
