import { endpointDeliveryStates, inboxEventTypes } from '@guichet/core'
import { z } from 'zod'
import { dateTime } from './common.ts'

export const endpointSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.enum(inboxEventTypes)),
    state: z.enum(['enabled', 'disabled']),
    stateSince: dateTime,
    because: z.enum(['person', 'gone', 'failing']).nullable(),
    createdAt: dateTime,
    failures: z.int(),
    failingSince: dateTime.nullable(),
    restsUntil: dateTime.nullable(),
  })
  .meta({ id: 'WebhookEndpoint' })

/** The one time that a secret is shown. */
export const endpointWithSecretSchema = endpointSchema.extend({ secret: z.string() })

export const deliverySchema = z
  .object({
    id: z.string(),
    endpointId: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    state: z.enum(endpointDeliveryStates),
    attempts: z.int(),
    nextAttemptAt: dateTime.nullable(),
    createdAt: dateTime,
  })
  .meta({ id: 'WebhookDelivery' })

/** With what was posted, and what came of every attempt. */
export const wholeDeliverySchema = deliverySchema.extend({
  payload: z.string(),
  log: z.array(
    z.object({
      at: z.iso.datetime(),
      status: z.int().nullable(),
      durationMs: z.number().nullable(),
      error: z.string().nullable(),
      excerpt: z.string(),
    }),
  ),
})
