import type { InboxEventType, NewInboxEvent } from '../model/event.ts'
import type { DeliveryState } from '../model/message.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'

const types: Readonly<Record<DeliveryState, InboxEventType>> = {
  ready: 'message.queued',
  sending: 'message.queued',
  sent: 'message.sent',
  failed: 'message.failed',
  cancelled: 'message.cancelled',
  unknown: 'message.uncertain',
}

/** The event that tells where an outbound message stands. */
export async function deliveryEvent(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  entry: OutboxEntry,
): Promise<NewInboxEvent> {
  const message = await tx.messages.get(entry.messageId)
  return {
    id: ctx.clock.newId(),
    type: types[entry.state],
    at: ctx.clock.now(),
    actor: { kind: 'system' },
    conversationId: message?.conversationId ?? null,
    messageId: entry.messageId,
    integrationId: entry.integrationId,
    data: { state: entry.state, attempts: entry.attempts },
  }
}
