import { key, tenantTable } from './tenant-table.ts'

/** Files that go out, before and after a message takes them, and recipients whom the others do not see. */
export const uploadsSchema: readonly string[] = [
  'alter table guichet.messages add column bcc jsonb',
  ...tenantTable('uploads', [
    `id ${key} not null`,
    'name text not null',
    'content_type text not null',
    'size bigint not null',
    `created_at timestamptz(3) not null`,
    `blob_key ${key} not null`,
    `message_id ${key}`,
    'primary key (tenant_id, id)',
  ]),
  `create index uploads_of_message on guichet.uploads (tenant_id, message_id) where message_id is not null`,
]
