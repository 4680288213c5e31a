import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

/** What was reported about messages we sent, and what is known of addresses. */
export const addressSchema: readonly string[] = [
  ...tenantTable('arrivals', [
    `message_id ${key} not null`,
    `recipient ${key} not null`,
    'state text not null',
    'kind text',
    'status text',
    'reason text not null',
    `at ${time} not null`,
    `report_id ${key} not null`,
    'primary key (tenant_id, message_id, recipient)',
  ]),
  ...tenantTable('correspondents', [
    `address ${key} not null`,
    'cause text not null',
    `since ${time} not null`,
    'primary key (tenant_id, address)',
  ]),
  ...tenantTable('address_marks', [
    `address ${key} not null`,
    `mark ${key} not null`,
    'kind text not null',
    `since ${time} not null`,
    'status text',
    'reason text not null',
    `message_id ${key} not null`,
    'primary key (tenant_id, address, mark)',
  ]),
  // A report names our message by its Message-ID. Only what we sent: a first sync does not pay for it.
  `create index messages_sent on guichet.messages (tenant_id, mail_id)
    where direction = 'outbound' and mail_id is not null`,
]
