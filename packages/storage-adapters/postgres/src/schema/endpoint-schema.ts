import { key, tenantTable } from './tenant-table.ts'

/** URLs of the host, and what became of every event that is for them. */
export const endpointSchema: readonly string[] = [
  ...tenantTable('endpoints', [
    `id ${key} not null`,
    'url text not null',
    'description text not null',
    'event_types jsonb not null',
    'state text not null',
    'state_since timestamptz(3) not null',
    'because text',
    'secrets text not null',
    'created_at timestamptz(3) not null',
    'failures integer not null',
    'failing_since timestamptz(3)',
    'rests_until timestamptz(3)',
    'primary key (tenant_id, id)',
  ]),
  // Apart from the endpoint: whoever changes one does not wait for whoever fans events out.
  ...tenantTable('endpoint_positions', [
    `endpoint_id ${key} not null`,
    'position text not null',
    'primary key (tenant_id, endpoint_id)',
    'foreign key (tenant_id, endpoint_id) references guichet.endpoints on delete cascade',
  ]),
  ...tenantTable('endpoint_deliveries', [
    `id ${key} not null`,
    `endpoint_id ${key} not null`,
    `event_id ${key} not null`,
    'event_type text not null',
    'payload text not null',
    `state ${key} not null`,
    'attempts integer not null',
    'next_attempt_at timestamptz(3)',
    'created_at timestamptz(3) not null',
    'log jsonb not null',
    'primary key (tenant_id, id)',
    'constraint endpoint_deliveries_once unique (tenant_id, endpoint_id, event_id)',
    'foreign key (tenant_id, endpoint_id) references guichet.endpoints on delete cascade',
  ]),
  `create index endpoint_deliveries_latest
    on guichet.endpoint_deliveries (tenant_id, endpoint_id, created_at desc, id desc)`,
  `create index endpoint_deliveries_due on guichet.endpoint_deliveries (tenant_id, endpoint_id, next_attempt_at, id)
    where next_attempt_at is not null`,
  // Workers look for work across tenants: without row level security, and with nothing in it but the tenant.
  `create table guichet.endpoint_tenants (tenant_id ${key} primary key)`,
  'grant select, insert, update, delete on guichet.endpoint_tenants to guichet_app',
]
