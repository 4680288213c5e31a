import { key, tenantTable } from './tenant-table.ts'

/** Who renews secrets at the moment, who is at a sign-in page, and what is wrong with an account. */
export const loginSchema: readonly string[] = [
  ...tenantTable('secret_renewals', [
    `integration_id ${key} not null`,
    'until timestamptz not null',
    'primary key (tenant_id, integration_id)',
  ]),
  ...tenantTable('sign_ins', [
    `id ${key} not null`,
    'sealed text not null',
    'expires_at timestamptz(3) not null',
    'primary key (tenant_id, id)',
  ]),
  'alter table guichet.integrations add column last_sync_problem jsonb',
]
