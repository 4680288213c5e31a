import { GuichetError } from '../errors.ts'
import type { DeliveryState } from '../model/message.ts'
import type { OutboxChange, OutboxEntry } from '../model/outbox.ts'
import type { Actor } from '../model/tenant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'
import { deliveryEvent } from './delivery-event.ts'

export interface SendDecision extends OutboxChange {
  readonly messageId: string
  readonly actor: Actor
}

/** What stands against a decision, by the state in which the message is. */
const objections: Readonly<Record<DeliveryState, string>> = {
  ready: 'the message has not been sent yet',
  sending: 'the message is on its way: it cannot be changed any more',
  sent: 'the message was sent already',
  failed: 'the message could not be sent: send it again instead',
  unknown: 'nobody knows yet whether the message was sent: send it again or mark it as sent',
  cancelled: 'the message was cancelled',
}

/**
 * What somebody decides about a message that is not being sent: the entry as it is then, its job where it is to leave,
 * and the event with who decided. Throws `conflict` with a sentence when its state is another one by now.
 */
export async function decideSend(
  tx: Transaction,
  ctx: { readonly clock: Clock },
  { messageId, actor, ...change }: SendDecision,
): Promise<OutboxEntry> {
  const entry = await tx.outbox.change(messageId, change)
  if (entry === null) {
    const current = await tx.outbox.get(messageId)
    if (current === null) throw new GuichetError('not-found', 'there is no such message on its way')
    throw new GuichetError('conflict', objections[current.state])
  }
  if (entry.state === 'ready')
    await tx.enqueue([{ queue: 'send', subject: messageId, startAt: entry.nextAttemptAt }])
  await tx.events.append([{ ...(await deliveryEvent(tx, ctx, entry)), actor }])
  return entry
}
