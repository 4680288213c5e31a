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

/** What an event tells of an entry. */
type Told = Pick<OutboxEntry, 'messageId' | 'integrationId' | 'state' | 'attempts'>

/** The event that tells where an outbound message stands. */
export async function deliveryEvent(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  entry: Told,
): Promise<NewInboxEvent> {
  const message = await tx.messages.get(entry.messageId)
  return eventIn(ctx, message?.conversationId ?? null, entry)
}

/** The same, where it is known in which conversation the message is; null for mail of the host application. */
export function eventIn(
  { clock }: { readonly clock: Clock },
  conversationId: string | null,
  { messageId, integrationId, state, attempts }: Told,
): NewInboxEvent {
  return {
    id: clock.newId(),
    type: types[state],
    at: clock.now(),
    actor: { kind: 'system' },
    conversationId,
    messageId,
    integrationId,
    data: { state, attempts },
  }
}
