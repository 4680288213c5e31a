import { key, tenantTable } from './tenant-table.ts'

/** Quarantine, and what is known of mail that may end the process that reads it. */
export const intakeSchema: readonly string[] = [
  // Asked for as a whole; there is little of it.
  `create index messages_quarantined on guichet.messages (tenant_id, received_at desc, id desc)
    where parse_state = 'failed'`,
  ...tenantTable('reading_sessions', [
    `integration_id ${key} not null`,
    `session_id ${key} not null`,
    'primary key (tenant_id, integration_id)',
  ]),
  ...tenantTable('reading_attempts', [
    `integration_id ${key} not null`,
    `locator ${key} not null`,
    'attempts integer not null',
    'primary key (tenant_id, integration_id, locator)',
  ]),
]
