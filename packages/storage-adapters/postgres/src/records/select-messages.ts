import type { Delivery, Message } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import type { Session } from '../session.ts'
import {
  type ArrivalRows,
  arrivalsJoined,
  arrivalsOf,
  type DeliveryRow,
  deliveryOf,
  deliverySelected,
} from './delivery.ts'

export const columns = columnsOf<Exclude<keyof Message, 'delivery' | 'arrivals'>>({
  id: 'text',
  conversationId: 'text',
  integrationId: 'text',
  direction: 'text',
  medium: 'text',
  externalId: 'text',
  mailId: 'text',
  inReplyTo: 'jsonb',
  references: 'jsonb',
  from: 'jsonb',
  replyTo: 'jsonb',
  to: 'jsonb',
  cc: 'jsonb',
  bcc: 'jsonb',
  subject: 'text',
  text: 'text',
  attachments: 'jsonb',
  sentAt: 'timestamptz',
  receivedAt: 'timestamptz',
  threading: 'jsonb',
  authentication: 'jsonb',
  forwardedFrom: 'jsonb',
  verdict: 'text',
  evidence: 'jsonb',
  parseState: 'text',
  parseError: 'text',
  rawKey: 'text',
  rawSize: 'bigint',
  authorId: 'text',
})
export const written = columnsOf({ delivery: 'jsonb' })

/** The outbox knows how a delivery stands; what the message was inserted with counts only without an entry. */
export interface MessageRow extends Omit<Message, 'delivery' | 'arrivals' | 'bcc'>, DeliveryRow {
  readonly bcc: Message['bcc'] | null
  readonly written: (Omit<Delivery, 'nextAttemptAt'> & { readonly nextAttemptAt: string | null }) | null
  readonly arrivals: ArrivalRows
}

export function selectMessages(session: Session, condition: RawBuilder<unknown>): RawBuilder<MessageRow> {
  const { tenant } = session
  return sql`select ${columns.selected}, t.delivery as "written", ${deliverySelected}, a.arrivals
    from guichet.messages t
    left join guichet.outbox o on o.tenant_id = ${tenant} and o.message_id = t.id
    ${arrivalsJoined(session, sql`t.direction = 'outbound'`)}
    where t.tenant_id = ${tenant} and ${condition}`
}

export function messageOf({ arrivals, bcc, ...row }: MessageRow): Message {
  return { ...withDelivery(row), ...(bcc ? { bcc } : {}), ...arrivalsOf(arrivals) }
}

function withDelivery(row: Omit<MessageRow, 'arrivals' | 'bcc'>): Message {
  const { written, state, attempts, error, nextAttemptAt, scheduledAt, cancelIfAnswered, ...message } = row
  if (state !== null) return { ...message, delivery: deliveryOf(state, row) }
  if (written === null) return { ...message, delivery: null }
  const at = written.nextAttemptAt === null ? null : new Date(written.nextAttemptAt)
  return { ...message, delivery: { ...written, nextAttemptAt: at } }
}
