import { key, tenantTable } from './tenant-table.ts'

/** What a mail of the host application is listed by besides its state: `tag:` and a tag, `to:` and an address key. */
export const mailKeysSchema: readonly string[] = tenantTable('mail_keys', [
  `key ${key} not null`,
  `mail_id ${key} not null`,
  'created_at timestamptz(3) not null',
  'primary key (tenant_id, key, created_at, mail_id)',
  'foreign key (tenant_id, mail_id) references guichet.mails on delete cascade',
]).concat('create index mail_keys_of on guichet.mail_keys (tenant_id, mail_id)')
