import { key, tenantTable } from './tenant-table.ts'

/** What the server of each integration has, folder by folder, as last reported. */
export const sourcesSchema: readonly string[] = tenantTable('integration_sources', [
  `integration_id ${key} not null`,
  `source ${key} not null`,
  `locator_prefix ${key} not null`,
  'role text not null',
  'server_count integer not null',
  'missing integer not null',
  'not_yet_read integer not null',
  'reported_at timestamptz(3) not null',
  'primary key (tenant_id, integration_id, source)',
])
