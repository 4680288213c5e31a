import type { InboxEvent } from '../model/event.ts'
import type { TenantId } from '../model/tenant.ts'

/** What is posted about an event: ids and small facts, never content. Receivers ask for the rest, with their rights. */
export function eventPayload(tenant: TenantId, event: InboxEvent): string {
  const { type, at, conversationId, messageId, integrationId, actor, data } = event
  return payloadOf(type, at, {
    ...data,
    ...{ tenant, conversationId, messageId, integrationId, actor },
  })
}

/** In the form that the Standard Webhooks specification recommends. */
export function payloadOf(type: string, at: Date, data: object): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data })
}
