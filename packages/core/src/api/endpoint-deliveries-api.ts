import { z } from 'zod'
import { payloadOf } from '../delivering/event-payload.ts'
import { newDelivery } from '../delivering/fan-out.ts'
import { GuichetError } from '../errors.ts'
import type { DeliveryView, EndpointsApi } from '../inbox-endpoints.ts'
import {
  type EndpointDelivery,
  endpointDeliveryStates,
  type WebhookEndpoint,
} from '../model/webhook-endpoint.ts'
import type { Transaction } from '../ports/storage.ts'
import { validate } from '../validate.ts'
import { type ApiContext, within } from './api-context.ts'
import { found, pageRequest } from './find.ts'

const stateSchema = z.enum(endpointDeliveryStates).optional()

type DeliveriesApi = Pick<EndpointsApi, 'test' | 'deliveries' | 'delivery' | 'redeliver'>

/** What was delivered to an endpoint, and what is asked to be. */
export function endpointDeliveriesApi(ctx: ApiContext): DeliveriesApi {
  return {
    test: (id) => within(ctx, (tx) => ping(tx, ctx, id)),
    deliveries: (id, query = {}) =>
      within(ctx, async (tx) => {
        await found('endpoint', id, tx.endpoints.get)
        const state = validate(stateSchema, query.state, 'state') ?? null
        const page = await tx.endpoints.deliveries(id, state, pageRequest(query))
        return { ...page, items: page.items.map(deliveryView) }
      }),
    delivery: (id) => within(ctx, (tx) => found('delivery', id, tx.endpoints.delivery)),
    redeliver: (id) => within(ctx, (tx) => redeliver(tx, ctx, id)),
  }
}

async function ping(tx: Transaction, ctx: ApiContext, endpointId: string): Promise<DeliveryView> {
  const endpoint = await found('endpoint', endpointId, tx.endpoints.getForUpdate)
  const payload = payloadOf('ping', ctx.clock.now(), { tenant: tx.tenant, endpointId })
  const delivery = newDelivery(ctx.clock, endpointId, {
    ...{ eventId: ctx.clock.newId(), eventType: 'ping', payload },
  })
  await tx.endpoints.addDeliveries([delivery])
  await deliverNow(tx, endpoint)
  return deliveryView(delivery)
}

async function redeliver(tx: Transaction, ctx: ApiContext, id: string): Promise<EndpointDelivery> {
  const known = await found('delivery', id, tx.endpoints.delivery)
  const endpoint = await found('endpoint', known.endpointId, tx.endpoints.getForUpdate)
  const [delivery = known] = await tx.endpoints.deliveriesForUpdate([id])
  const anew = { ...delivery, state: 'waiting', attempts: 0, nextAttemptAt: ctx.clock.now() } as const
  await tx.endpoints.updateDeliveries([anew])
  await deliverNow(tx, endpoint)
  return anew
}

/** Somebody is waiting for it: the endpoint rests no longer. */
async function deliverNow(tx: Transaction, endpoint: WebhookEndpoint): Promise<void> {
  if (endpoint.state === 'disabled') {
    throw new GuichetError('conflict', 'the endpoint is disabled: enable it first', { field: 'state' })
  }
  await tx.endpoints.setHealth(endpoint.id, { ...endpoint, restsUntil: null })
  await tx.enqueue([{ queue: 'webhook', subject: endpoint.id, startAt: null }])
}

function deliveryView({ payload: _payload, log: _log, ...visible }: EndpointDelivery): DeliveryView {
  return visible
}
