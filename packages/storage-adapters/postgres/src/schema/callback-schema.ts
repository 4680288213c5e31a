import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

/** What other servers told us, and how the integration that they mean is found. */
export const callbackSchema: readonly string[] = [
  ...tenantTable('callbacks', [
    `integration_id ${key} not null`,
    `callback_id ${key} not null`,
    'position bigint generated always as identity',
    `received_at ${time} not null`,
    'content_type text not null',
    // Null once it was understood: then its hash is what a repetition is compared with.
    'content bytea',
    'sha256 bytea not null',
    `part_group ${key}`,
    'part_index integer',
    'part_total integer',
    `done_at ${time}`,
    'primary key (tenant_id, integration_id, callback_id)',
  ]),
  'create index callbacks_open on guichet.callbacks (tenant_id, integration_id, position) where done_at is null',
  `create index callbacks_done on guichet.callbacks (tenant_id, integration_id, done_at)
    where done_at is not null`,
  // Like the leases read before the tenant is known: ids and keys only, and no row level security.
  `create table guichet.integration_routes (
    tenant_id ${key} not null,
    integration_id ${key} not null,
    type ${key} not null,
    route ${key} not null,
    since ${time} not null default clock_timestamp(),
    primary key (tenant_id, integration_id, type, route))`,
  'create index integration_routes_found on guichet.integration_routes (type, route, since)',
  'grant select, insert, update, delete on guichet.integration_routes to guichet_app',
  'create index integration_leases_by_id on guichet.integration_leases (integration_id)',
]
