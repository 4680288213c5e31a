import { key, tenantTable } from './tenant-table.ts'

/** What requests under a key were answered; `sealed` is null only inside the transaction that is answering. */
export const answerSchema: readonly string[] = [
  ...tenantTable('answers', [
    `id ${key} not null`,
    'sealed text',
    'claimed_at timestamptz(3) not null',
    'primary key (tenant_id, id)',
  ]),
  'create index answers_by_age on guichet.answers (tenant_id, claimed_at)',
]
