import { key, tenantTable } from './tenant-table.ts'

/** Counts per folder and status, kept by triggers that follow every change of conversations: nothing can forget them. */
export const folderCounters: readonly string[] = [
  // Slots spread the writers of one folder over several rows, so that they rarely wait for each other.
  ...tenantTable('folder_counts', [
    `folder_id ${key} not null`,
    `status ${key} not null`,
    'slot integer not null',
    'count integer not null',
    'primary key (tenant_id, folder_id, status, slot)',
  ]),
  'alter table guichet.folder_counts set (fillfactor = 50)',

  `create function guichet.count_conversations() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      perform guichet.add_counts(
        (select jsonb_agg(d) from (select tenant_id, folder_id, status, count(*) as delta
          from added group by 1, 2, 3) d));
    elsif tg_op = 'DELETE' then
      perform guichet.add_counts(
        (select jsonb_agg(d) from (select tenant_id, folder_id, status, -count(*) as delta
          from removed group by 1, 2, 3) d));
    else
      perform guichet.add_counts(
        (select jsonb_agg(d) from (select tenant_id, folder_id, status, sum(n) as delta from (
            select tenant_id, folder_id, status, 1 as n from added
            union all select tenant_id, folder_id, status, -1 from removed) c
          group by 1, 2, 3 having sum(n) <> 0) d));
    end if;
    return null;
  end $$`,
  `create function guichet.add_counts(deltas jsonb) returns void language sql as $$
    insert into guichet.folder_counts as t (tenant_id, folder_id, status, slot, count)
    select tenant_id, folder_id, status, pg_backend_pid() % 16, delta
    from jsonb_to_recordset(coalesce(deltas, '[]')) as r(tenant_id text, folder_id text, status text, delta integer)
    order by tenant_id, folder_id, status
    on conflict (tenant_id, folder_id, status, slot) do update set count = t.count + excluded.count
  $$`,
  `create trigger count_inserted after insert on guichet.conversations
    referencing new table as added for each statement execute function guichet.count_conversations()`,
  `create trigger count_updated after update on guichet.conversations
    referencing new table as added old table as removed
    for each statement execute function guichet.count_conversations()`,
  `create trigger count_deleted after delete on guichet.conversations
    referencing old table as removed for each statement execute function guichet.count_conversations()`,
]
