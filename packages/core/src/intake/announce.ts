import type { InboxEventType, NewInboxEvent } from '../model/event.ts'
import type { Message } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'

/** Events and jobs of a batch, in its transaction. What was there before we were is stored without a word. */
export async function announce(
  tx: Transaction,
  ctx: IntakeContext,
  fresh: readonly FreshMessage[],
  messages: readonly Message[],
): Promise<void> {
  const live = new Set(fresh.filter(({ received }) => !received.isHistory).map(({ id }) => id))
  const announced = messages.filter((message) => live.has(message.id))
  if (announced.length === 0) return
  const inbound = announced.filter(({ direction }) => direction === 'inbound')
  await tx.enqueue(inbound.map((message) => ({ queue: 'process', subject: message.id, startAt: null })))
  await tx.events.append(announced.map((message) => arrival(ctx, message)))
}

function arrival(ctx: IntakeContext, message: Message): NewInboxEvent {
  return {
    id: ctx.clock.newId(),
    type: eventType(message),
    at: ctx.clock.now(),
    actor: { kind: 'system' },
    conversationId: message.conversationId,
    messageId: message.id,
    integrationId: message.integrationId,
    data: { verdict: message.verdict, threading: message.threading.rule },
  }
}

function eventType({ parseState, direction }: Message): InboxEventType {
  if (parseState === 'failed') return 'message.quarantined'
  return direction === 'inbound' ? 'message.received' : 'message.sent'
}
