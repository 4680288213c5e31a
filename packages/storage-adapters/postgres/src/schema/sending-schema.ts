import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

/** Messages that wait for their time, decisions about them, and how many may leave. */
export const sendingSchema: readonly string[] = [
  `alter table guichet.outbox add column due_at ${time}, add column is_scheduled boolean not null default false,
    add column cancel_if_answered boolean not null default false, add column undo jsonb,
    add column uncertain_since ${time}`,
  `create index outbox_scheduled on guichet.outbox (tenant_id, due_at, message_id)
    where is_scheduled and state = 'ready'`,
  `create index outbox_waiting on guichet.outbox (tenant_id, integration_id)
    where state = 'ready' and error is not null`,
  `alter table guichet.integrations add column send_error text, add column send_problem jsonb,
    add column send_held_until ${time}`,
  // One row for each limit: a new window replaces the one before.
  ...tenantTable('send_counts', [
    `scope ${key} not null`,
    'window_start timestamptz not null',
    'count integer not null',
    'primary key (tenant_id, scope)',
  ]),
]
