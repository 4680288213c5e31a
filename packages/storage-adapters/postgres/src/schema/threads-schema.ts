import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

/** Ids that we gave out, and conversations that were taken into others. */
export const threadsSchema: readonly string[] = [
  'alter table guichet.thread_links add column is_issued boolean not null default false',
  ...tenantTable('merges', [
    `id ${key} not null`,
    `integration_id ${key} not null`,
    `from_id ${key} not null`,
    `into_id ${key} not null`,
    `at ${time} not null`,
    'actor jsonb not null',
    `undone_at ${time}`,
    'before jsonb not null',
    'message_ids jsonb not null',
    'into_before jsonb not null',
    'into_after jsonb not null',
    'primary key (tenant_id, id)',
  ]),
  'create unique index merges_once on guichet.merges (tenant_id, from_id) where undone_at is null',
  'create index merges_into on guichet.merges (tenant_id, into_id, at desc) where undone_at is null',
]
