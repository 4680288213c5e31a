import { z } from 'zod'
import type { OutboxEntry, SendLimit } from '../../model/outbox.ts'

/** How much may leave; null: as much as there is. */
export interface SendLimits {
  /** Of everything that a tenant sends; 20 000 an hour unless told. */
  readonly perTenantPerHour?: number | null | undefined
  /** Of what leaves over one integration; 600 a minute unless told. */
  readonly perIntegrationPerMinute?: number | null | undefined
  /** Of a tenant's mail that the application sends in its own name; 600 a minute unless told. */
  readonly mailsPerMinute?: number | null | undefined
}

const mostSchema = z.int().min(1, 'at least 1, or null for no limit').nullable().optional()

export const sendLimitsSchema = z.strictObject({
  perTenantPerHour: mostSchema,
  perIntegrationPerMinute: mostSchema,
  mailsPerMinute: mostSchema,
})

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** What a message counts under. Beyond a limit it waits; it never fails because of one. */
export function limitsOf(
  limits: SendLimits,
  { integrationId }: Pick<OutboxEntry, 'integrationId'>,
): readonly SendLimit[] {
  const { perTenantPerHour = 20_000, perIntegrationPerMinute = 600, mailsPerMinute = 600 } = limits
  const most = integrationId === null ? mailsPerMinute : perIntegrationPerMinute
  const where = integrationId === null ? 'for the application itself' : 'over one integration'
  return [
    ...(most === null
      ? []
      : [
          {
            scope: integrationId === null ? 'mails' : `integration:${integrationId}`,
            most,
            windowMs: minuteMs,
            sentence: `it waits: not more than ${most} messages a minute leave ${where}`,
          },
        ]),
    ...(perTenantPerHour === null
      ? []
      : [
          {
            scope: 'tenant',
            most: perTenantPerHour,
            windowMs: hourMs,
            sentence: `it waits: not more than ${perTenantPerHour} messages an hour leave`,
          },
        ]),
  ]
}
