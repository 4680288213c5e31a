import { toGuichetError } from '../errors.ts'
import type { InboxEvent, InboxEventType } from '../model/event.ts'
import type { TenantId } from '../model/tenant.ts'
import type { EndpointDelivery, WebhookEndpoint } from '../model/webhook-endpoint.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'
import type { DeliveringContext } from './delivering-context.ts'
import { eventPayload } from './event-payload.ts'

const pageSize = 200

/**
 * Makes deliveries of the events that every endpoint of a tenant has not seen yet. An endpoint's position and the
 * deliveries that it covers are stored together: no event is left out, and none has two deliveries.
 */
export async function fanOut(ctx: DeliveringContext, tenant: TenantId): Promise<void> {
  for (const endpointId of await endpointsBehind(ctx, tenant)) {
    try {
      while (await advance(ctx, tenant, endpointId));
    } catch (error) {
      const { code, message } = toGuichetError(error)
      ctx.log.error('events could not be made deliveries of an endpoint', { endpointId, code, message })
    }
  }
}

/** A look that writes nothing: what writes is announced, and would bring us back here for ever. */
async function endpointsBehind(ctx: DeliveringContext, tenant: TenantId): Promise<readonly string[]> {
  return ctx.storage.transaction(tenant, async (tx) => {
    const isBehind = new Map<string, boolean>()
    const behind: string[] = []
    for (const { endpointId, position } of await tx.endpoints.positions()) {
      const known = isBehind.get(position) ?? (await tx.events.after(position, 1)).events.length > 0
      isBehind.set(position, known)
      if (known) behind.push(endpointId)
    }
    return behind
  })
}

/** True when there may be more. */
async function advance(ctx: DeliveringContext, tenant: TenantId, endpointId: string): Promise<boolean> {
  return ctx.storage.transaction(tenant, async (tx) => {
    const before = await tx.endpoints.takePosition(endpointId)
    const endpoint = await tx.endpoints.get(endpointId)
    if (before === null || endpoint === null) return false
    const { events, position } = await tx.events.after(before, pageSize)
    if (events.length === 0) return false
    await addDeliveries(tx, ctx.clock, endpoint, events)
    await tx.endpoints.setPosition({ endpointId, position })
    return events.length === pageSize
  })
}

async function addDeliveries(
  tx: Transaction,
  clock: Clock,
  endpoint: WebhookEndpoint,
  events: readonly InboxEvent[],
): Promise<void> {
  const wanted = events.filter(({ type }) => isFor(endpoint, type))
  if (wanted.length === 0) return
  await tx.endpoints.addDeliveries(
    wanted.map((event) =>
      newDelivery(clock, endpoint.id, {
        ...{ eventId: event.id, eventType: event.type },
        payload: eventPayload(tx.tenant, event),
      }),
    ),
  )
  await tx.enqueue([{ queue: 'webhook', subject: endpoint.id, startAt: null }])
}

/** That somebody changed an endpoint is for the history: whoever did it knows. */
function isFor({ eventTypes }: WebhookEndpoint, type: InboxEventType): boolean {
  return eventTypes.length === 0 ? type !== 'endpoint.changed' : eventTypes.includes(type)
}

/** Something to post to an endpoint as soon as may be. */
export function newDelivery(
  clock: Clock,
  endpointId: string,
  what: Pick<EndpointDelivery, 'eventId' | 'eventType' | 'payload'>,
): EndpointDelivery {
  const now = clock.now()
  return {
    ...{ id: clock.newId(), endpointId, ...what },
    ...{ state: 'waiting', attempts: 0, nextAttemptAt: now, createdAt: now, log: [] },
  }
}
