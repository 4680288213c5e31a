import type { Arrival, Delivery, DeliveryState } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import type { Session } from '../session.ts'

/** What was reported, as JSON; null where nothing was. */
export type ArrivalRows = readonly (Omit<Arrival, 'at'> & { readonly at: string })[] | null

/** The columns of `Delivery`, of the outbox called o. */
export const deliverySelected: RawBuilder<unknown> = sql`o.state, o.attempts, o.error,
  o.next_attempt_at as "nextAttemptAt", case when o.is_scheduled then o.due_at end as "scheduledAt",
  o.cancel_if_answered as "cancelIfAnswered"`

/** Those columns; without an entry in the outbox all of them are null. */
export interface DeliveryRow {
  readonly state: DeliveryState | null
  readonly attempts: number
  readonly error: string | null
  readonly nextAttemptAt: Date | null
  readonly scheduledAt: Date | null
  readonly cancelIfAnswered: boolean
}

/** How an entry of the outbox stands. */
export function deliveryOf(state: DeliveryState, row: DeliveryRow): Delivery {
  const { attempts, error, nextAttemptAt, scheduledAt, cancelIfAnswered } = row
  return {
    ...{ state, attempts, error, nextAttemptAt },
    ...(scheduledAt === null ? {} : { scheduledAt }),
    ...(cancelIfAnswered ? { cancelIfAnswered } : {}),
  }
}

/** What was reported about the row called t, as a table called a. */
export function arrivalsJoined({ tenant }: Session, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`left join lateral (select jsonb_agg(jsonb_build_object('recipient', a.recipient, 'state', a.state,
      'kind', a.kind, 'status', a.status, 'reason', a.reason, 'at', a.at, 'reportId', a.report_id)
      order by a.recipient) as arrivals
    from guichet.arrivals a where a.tenant_id = ${tenant} and a.message_id = t.id) a on ${condition}`
}

export function arrivalsOf(rows: ArrivalRows): { readonly arrivals?: readonly Arrival[] } {
  return rows === null ? {} : { arrivals: rows.map((one) => ({ ...one, at: new Date(one.at) })) }
}
