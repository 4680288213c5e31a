import { folderCounters } from './folder-counters.ts'
import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

const tenantFunction = `
  create function guichet.tenant() returns text language plpgsql stable parallel safe as $$
  declare tenant text := current_setting('guichet.tenant', true);
  begin
    -- An unset tenant is an error, never "no rows".
    if coalesce(tenant, '') = '' then
      raise exception 'no tenant in this transaction' using errcode = '42501';
    end if;
    return tenant;
  end $$`

const integrations = [
  ...tenantTable('integrations', [
    `id ${key} not null`,
    'type text not null',
    'name text not null',
    'settings jsonb not null',
    'secrets text not null',
    'paused boolean not null',
    'interval_seconds integer not null',
    `created_at ${time} not null`,
    `last_sync_at ${time}`,
    'last_sync_status text',
    'last_sync_error text',
    'primary key (tenant_id, id)',
  ]),
  ...tenantTable('integration_cursors', [
    `integration_id ${key} not null`,
    `source ${key} not null`,
    'value jsonb not null',
    'primary key (tenant_id, integration_id, source)',
  ]),
  // The one table without row level security: workers look for work across tenants. It holds ids only.
  `create table guichet.integration_leases (
    tenant_id ${key} not null,
    integration_id ${key} not null,
    enabled boolean not null,
    owner text,
    fence bigint not null default 0,
    expires_at ${time} not null default '-infinity',
    sync_requested boolean not null default false,
    primary key (tenant_id, integration_id))`,
  'create index integration_leases_free on guichet.integration_leases (expires_at) where enabled',
  'grant select, insert, update, delete on guichet.integration_leases to guichet_app',
]

const folders = [
  ...tenantTable('folders', [
    `id ${key} not null`,
    `key ${key} not null`,
    'name text not null',
    `parent_id ${key}`,
    'position integer not null',
    'rule jsonb',
    'system boolean not null',
    'primary key (tenant_id, id)',
    'constraint folders_key unique (tenant_id, key)',
    'foreign key (tenant_id, parent_id) references guichet.folders deferrable initially deferred',
  ]),
  'create index folders_parent on guichet.folders (tenant_id, parent_id)',
]

const contacts = [
  ...tenantTable('contacts', [
    `id ${key} not null`,
    'name text not null',
    `created_at ${time} not null`,
    'primary key (tenant_id, id)',
  ]),
  ...tenantTable('contact_addresses', [
    `address ${key} not null`,
    `contact_id ${key} not null`,
    'constraint contact_addresses_once primary key (tenant_id, address)',
    'foreign key (tenant_id, contact_id) references guichet.contacts deferrable initially deferred',
  ]),
  'create index contact_addresses_contact on guichet.contact_addresses (tenant_id, contact_id)',
]

const conversations = [
  ...tenantTable('conversations', [
    `id ${key} not null`,
    `integration_id ${key} not null`,
    `contact_id ${key}`,
    'medium text not null',
    'subject text not null',
    `base_subject ${key} not null`,
    `status ${key} not null`,
    `priority ${key} not null`,
    `folder_id ${key} not null`,
    `assignee_id ${key}`,
    `verdict ${key} not null`,
    'message_count integer not null',
    'snippet text not null',
    `first_message_at ${time} not null`,
    `last_message_at ${time} not null`,
    `last_message_id ${key} not null`,
    'contact_name text not null',
    `possibly_related ${key}`,
    'version integer not null',
    `created_at ${time} not null`,
    'primary key (tenant_id, id)',
    // Declared here: adding it later would read the table as its owner, whom no tenant is set for.
    'foreign key (tenant_id, folder_id) references guichet.folders deferrable initially deferred',
  ]),
  ...[
    ['folder', 'folder_id, status, last_message_at desc, id desc'],
    ['status', 'status, last_message_at desc, id desc'],
    ['integration', 'integration_id, status, last_message_at desc, id desc'],
    ['contact', 'contact_id, status, last_message_at desc, id desc'],
  ].map(
    ([name, columns]) =>
      `create index conversations_${name} on guichet.conversations (tenant_id, ${columns})`,
  ),
  `create index conversations_urgent on guichet.conversations (tenant_id, status, last_message_at desc, id desc)
    where priority = 'urgent'`,
  `create index conversations_subject on guichet.conversations (tenant_id, integration_id, base_subject)
    where base_subject <> ''`,
]

const messages = [
  ...tenantTable('messages', [
    `id ${key} not null`,
    `conversation_id ${key} not null`,
    `integration_id ${key} not null`,
    'direction text not null',
    'medium text not null',
    `external_id ${key} not null`,
    `mail_id ${key}`,
    'in_reply_to jsonb not null',
    '"references" jsonb not null',
    '"from" jsonb',
    'reply_to jsonb not null',
    '"to" jsonb not null',
    'cc jsonb not null',
    'subject text not null',
    'text text not null',
    'attachments jsonb not null',
    `sent_at ${time}`,
    `received_at ${time} not null`,
    'threading jsonb not null',
    'verdict text not null',
    'evidence jsonb not null',
    'parse_state text not null',
    'parse_error text',
    `raw_key ${key}`,
    'raw_size bigint not null',
    `author_id ${key}`,
    'delivery jsonb',
    // No foreign key to conversations: row by row it costs a quarter of the speed of a first sync. Before each
    // commit one statement looks for the conversations of all new messages (see records/messages.ts).
    'primary key (tenant_id, id)',
  ]),
  'create index messages_conversation on guichet.messages (tenant_id, conversation_id, received_at, id)',
  ...tenantTable('message_claims', [
    `integration_id ${key} not null`,
    `external_id ${key} not null`,
    `message_id ${key} not null`,
    'constraint message_claims_once primary key (tenant_id, integration_id, external_id)',
  ]),
  ...tenantTable('message_locations', [
    `integration_id ${key} not null`,
    `locator ${key} not null`,
    `message_id ${key} not null`,
    'primary key (tenant_id, integration_id, locator)',
  ]),
]

const threads = [
  ...tenantTable('thread_links', [
    `integration_id ${key} not null`,
    `mail_id ${key} not null`,
    `conversation_id ${key} not null`,
    'is_own boolean not null',
    'primary key (tenant_id, integration_id, mail_id)',
  ]),
  ...tenantTable('participants', [
    `conversation_id ${key} not null`,
    `address ${key} not null`,
    'primary key (tenant_id, conversation_id, address)',
  ]),
]

const outbox = tenantTable('outbox', [
  `message_id ${key} not null`,
  `integration_id ${key} not null`,
  `idempotency_key ${key} not null`,
  'state text not null',
  'fence bigint not null',
  'attempts integer not null',
  'html text not null',
  'error text',
  'provider_id text',
  `next_attempt_at ${time}`,
  `sending_until ${time}`,
  `created_at ${time} not null`,
  'primary key (tenant_id, message_id)',
  'constraint outbox_idempotency_key unique (tenant_id, idempotency_key)',
])

const events = tenantTable(
  'events',
  [
    // Ordered by (tx, number): once every transaction below a tx has ended, nothing can appear before it.
    'tx xid8 not null default pg_current_xact_id()',
    'number bigint not null generated always as identity',
    `id ${key} not null`,
    'type text not null',
    `at ${time} not null`,
    'actor jsonb not null',
    `conversation_id ${key}`,
    `message_id ${key}`,
    `integration_id ${key}`,
    'data jsonb not null',
    'primary key (tenant_id, tx, number)',
  ],
  'select, insert',
)

const keys = tenantTable('data_keys', [
  `id ${key} not null`,
  'host_key_id text not null',
  'wrapped text not null',
  `created_at ${time} not null`,
  'primary key (tenant_id, id)',
])

// lz4 halves the processor time of long texts against pglz; servers built without it keep pglz.
const compression = `
  do $$ begin
    if exists (select from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)) then
      alter table guichet.messages alter column text set compression lz4;
      alter table guichet.outbox alter column html set compression lz4;
    end if;
  end $$`

/** The tables of the first version. */
export const inboxSchema: readonly string[] = [
  tenantFunction,
  'grant usage on schema guichet to guichet_app',
  ...integrations,
  ...folders,
  ...contacts,
  ...conversations,
  ...folderCounters,
  ...messages,
  ...threads,
  ...outbox,
  ...events,
  ...keys,
  compression,
]
