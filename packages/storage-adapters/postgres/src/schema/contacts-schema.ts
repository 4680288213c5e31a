import { key, tenantTable } from './tenant-table.ts'

const time = 'timestamptz(3)'

/** How contacts are listed and found, and which were taken into others. */
export const contactsSchema: readonly string[] = [
  `alter table guichet.contacts
    add column sort_name ${key} not null default '',
    add column merged_into ${key},
    -- Of rows that were there before: they get their words when somebody looks for contacts.
    add column is_indexed boolean not null default false`,
  `create index contacts_by_name on guichet.contacts (tenant_id, sort_name, id) where merged_into is null`,
  'create index contacts_to_index on guichet.contacts (tenant_id) where not is_indexed',
  // Rows and not an index over one text: row level security lets only comparisons use an index, and neither
  // "like" nor a text search is one that it trusts. It also works where no extension may be installed.
  ...tenantTable('contact_words', [
    `word ${key} not null`,
    `contact_id ${key} not null`,
    'primary key (tenant_id, word, contact_id)',
  ]),
  ...tenantTable('contact_pairs', [
    `address ${key} not null`,
    `other ${key} not null`,
    'primary key (tenant_id, address, other)',
  ]),
  'create index contact_pairs_other on guichet.contact_pairs (tenant_id, other)',
  ...tenantTable('contact_merges', [
    `id ${key} not null`,
    `from_id ${key} not null`,
    `into_id ${key} not null`,
    `at ${time} not null`,
    'actor jsonb not null',
    `undone_at ${time}`,
    'before jsonb not null',
    'conversation_ids jsonb not null',
    'into_name_before text not null',
    'into_name_after text not null',
    'primary key (tenant_id, id)',
  ]),
  'create unique index contact_merges_once on guichet.contact_merges (tenant_id, from_id) where undone_at is null',
  'create index contact_merges_into on guichet.contact_merges (tenant_id, into_id) where undone_at is null',
]
