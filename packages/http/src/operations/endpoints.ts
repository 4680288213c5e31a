import { endpointDeliveryStates, inboxEventTypes } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { listOf, pageOf } from '../schemas/common.ts'
import {
  deliverySchema,
  endpointSchema,
  endpointWithSecretSchema,
  wholeDeliverySchema,
} from '../schemas/endpoint.ts'
import { idParams, pageQuery } from '../schemas.ts'

const endpointBody = z.strictObject({
  url: z.string().min(1).max(2_000),
  description: z.string().max(200).exactOptional(),
  /** Empty, or absent: all. */
  eventTypes: z.array(z.enum(inboxEventTypes)).max(inboxEventTypes.length).exactOptional(),
})

const changesBody = endpointBody.extend({
  url: endpointBody.shape.url.exactOptional(),
  state: z.enum(['enabled', 'disabled']).exactOptional(),
})

const deliveriesQuery = pageQuery.extend({ state: z.enum(endpointDeliveryStates).exactOptional() })

/** Where events of the inbox are posted to, and what became of each. */
export const endpointOperations = [
  operation({
    name: 'endpoints.list',
    method: 'GET',
    path: '/inbox/webhook-endpoints',
    role: 'admin',
    summary: 'All URLs to which events are posted, and how they are doing',
    status: 200,
    input: z.object({}),
    output: listOf(endpointSchema),
    handler: async ({ tenant }) => ({ items: await tenant.endpoints.list() }),
  }),
  operation({
    name: 'endpoints.create',
    method: 'POST',
    path: '/inbox/webhook-endpoints',
    role: 'admin',
    summary: 'Have events posted to a URL; the answer shows the signing secret, this once',
    status: 201,
    input: z.object({ body: endpointBody }),
    output: endpointWithSecretSchema,
    once: true,
    handler: ({ tenant, actor, body }) => tenant.endpoints.create(body, actor),
  }),
  operation({
    name: 'endpoints.get',
    method: 'GET',
    path: '/inbox/webhook-endpoints/{id}',
    role: 'admin',
    summary: 'One URL to which events are posted',
    status: 200,
    input: z.object({ params: idParams }),
    output: endpointSchema,
    handler: ({ tenant, params }) => tenant.endpoints.get(params.id),
  }),
  operation({
    name: 'endpoints.update',
    method: 'PATCH',
    path: '/inbox/webhook-endpoints/{id}',
    role: 'admin',
    summary: 'Change, disable or enable it; once enabled it gets what happened meanwhile',
    status: 200,
    input: z.object({ params: idParams, body: changesBody }),
    output: endpointSchema,
    handler: ({ tenant, actor, params, body }) => tenant.endpoints.update(params.id, body, actor),
  }),
  operation({
    name: 'endpoints.remove',
    method: 'DELETE',
    path: '/inbox/webhook-endpoints/{id}',
    role: 'admin',
    summary: 'Remove it with its deliveries',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, actor, params }) => tenant.endpoints.remove(params.id, actor),
  }),
  operation({
    name: 'endpoints.rotateSecret',
    method: 'POST',
    path: '/inbox/webhook-endpoints/{id}/rotate-secret',
    role: 'admin',
    summary: 'A new signing secret, shown this once; the one before signs as well for 24 hours',
    status: 200,
    input: z.object({ params: idParams }),
    output: endpointWithSecretSchema,
    once: true,
    handler: ({ tenant, actor, params }) => tenant.endpoints.rotateSecret(params.id, actor),
  }),
  operation({
    name: 'endpoints.test',
    method: 'POST',
    path: '/inbox/webhook-endpoints/{id}/test',
    role: 'admin',
    summary: 'Post a ping to it; its delivery tells what came of it',
    status: 201,
    input: z.object({ params: idParams }),
    output: deliverySchema,
    once: true,
    handler: ({ tenant, params }) => tenant.endpoints.test(params.id),
  }),
  operation({
    name: 'endpoints.deliveries',
    method: 'GET',
    path: '/inbox/webhook-endpoints/{id}/deliveries',
    role: 'admin',
    summary: 'What was and will be posted to it, latest first',
    status: 200,
    input: z.object({ params: idParams, query: deliveriesQuery }),
    output: pageOf(deliverySchema),
    handler: ({ tenant, params, query }) => tenant.endpoints.deliveries(params.id, query),
  }),
  operation({
    name: 'endpoints.delivery',
    method: 'GET',
    path: '/inbox/webhook-deliveries/{id}',
    role: 'admin',
    summary: 'One delivery with what was posted and what came of every attempt',
    status: 200,
    input: z.object({ params: idParams }),
    output: wholeDeliverySchema,
    handler: ({ tenant, params }) => tenant.endpoints.delivery(params.id),
  }),
  operation({
    name: 'endpoints.redeliver',
    method: 'POST',
    path: '/inbox/webhook-deliveries/{id}/redeliver',
    role: 'admin',
    summary: 'Post it again, also when it was delivered or given up',
    status: 202,
    input: z.object({ params: idParams }),
    output: wholeDeliverySchema,
    once: true,
    handler: ({ tenant, params }) => tenant.endpoints.redeliver(params.id),
  }),
] as const
