import type { AddressMark } from '../model/address-mark.ts'
import type { NewInboxEvent } from '../model/event.ts'
import type { Clock } from '../ports/clock.ts'

/** Says that an address was marked, or that its mark was cleared, and by which message. */
export function markEvent(
  ctx: { readonly clock: Clock; readonly integrationId: string | null },
  { mark, kind, messageId }: Pick<AddressMark, 'mark' | 'kind'> & { readonly messageId: string | null },
  cleared: boolean,
): NewInboxEvent {
  return {
    id: ctx.clock.newId(),
    type: 'address.changed',
    at: ctx.clock.now(),
    actor: { kind: 'system' },
    conversationId: null,
    messageId,
    integrationId: ctx.integrationId,
    data: { mark, kind, cleared },
  }
}
