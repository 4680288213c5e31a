import type { ThreadLink } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import { deliveryEvent } from '../sending/delivery-event.ts'
import type { OwnSends } from './find-own-sends.ts'
import type { IntakeContext } from './intake-context.ts'

/**
 * What the folder of sent mail proves about our sends. One that nobody could be sure of was sent; it is never sent
 * again. One whose Message-ID the provider replaced (Amazon SES always, Outlook sometimes) is known by the new id as
 * well from now on, because that is the one customers answer to.
 */
export async function settleSends(tx: Transaction, ctx: IntakeContext, sends: OwnSends): Promise<void> {
  if (sends.size === 0) return
  const confirmed = await tx.outbox.confirm(
    [...sends.values()].map(({ id }) => ({ messageId: id, providerId: null })),
  )
  for (const entry of confirmed) await tx.events.append([await deliveryEvent(tx, ctx, entry)])

  const rewritten = [...sends].flatMap(([{ parsed }, { mailId, conversationId }]): readonly ThreadLink[] =>
    parsed.mailId === null || parsed.mailId === mailId || conversationId === null
      ? []
      : [{ mailId: parsed.mailId, conversationId, isOwn: true, isIssued: true }],
  )
  await tx.threads.record(ctx.integrationId, rewritten, [])
}
