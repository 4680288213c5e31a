import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

/** Mail that the host application sends in its own name: its outbox entries have no integration. */
export const mailSchema: readonly string[] = [
  ...tenantTable('mails', [
    `id ${key} not null`,
    `mail_id ${key} not null`,
    '"from" jsonb not null',
    'reply_to jsonb',
    '"to" jsonb not null',
    'cc jsonb not null',
    'bcc jsonb not null',
    'dropped jsonb not null',
    'subject text not null',
    'text text not null',
    'html text not null',
    'attachments jsonb not null',
    'priority text not null',
    'automatic boolean not null',
    'tags jsonb not null',
    'template text',
    `author_id ${key}`,
    `created_at ${time} not null`,
    'primary key (tenant_id, id)',
    // Nothing deletes an entry before its mail, and a mail without one could not be shown.
    'foreign key (tenant_id, id) references guichet.outbox deferrable initially deferred',
  ]),
  'create index mails_sent on guichet.mails (tenant_id, mail_id)',
  'alter table guichet.outbox alter column integration_id drop not null',
  // Listed by what the outbox knows: a state that is rare is found without reading every mail.
  `create index outbox_mails on guichet.outbox (tenant_id, created_at desc, message_id desc)
    where integration_id is null`,
  `create index outbox_mails_by_state on guichet.outbox (tenant_id, state, created_at desc, message_id desc)
    where integration_id is null`,
]
