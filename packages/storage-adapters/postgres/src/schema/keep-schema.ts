/**
 * Keeps callbacks in one statement of the client. The role and the tenant are bound first, and the statements after it
 * are planned and run as that role: what runs through here is under row level security like everything else, and
 * both end with the transaction. Those that were not inserted are compared apart, because only a later statement sees
 * what a concurrent transaction has just committed.
 */
export const keepSchema: readonly string[] = [
  `create function guichet.keep_callbacks(tenant text, given json) returns table (outcome text)
    language plpgsql volatile set search_path = pg_catalog as $$
    declare
      kept integer[];
      rows_given integer := json_array_length(given);
    begin
      perform set_config('role', 'guichet_app', true), set_config('guichet.tenant', tenant, true);
      with r as materialized (
        select * from rows from (json_to_recordset(given) as (integration_id text, callback_id text,
          content_type text, content text, received_at timestamptz, is_first boolean))
          with ordinality as r(integration_id, callback_id, content_type, content, received_at, is_first, number)
      ), inserted as (
        insert into guichet.callbacks
          (tenant_id, integration_id, callback_id, content_type, content, sha256, received_at)
        select tenant, r.integration_id, r.callback_id, r.content_type, b.content, sha256(b.content), r.received_at
        from r cross join lateral (select decode(r.content, 'base64') as content) b
        where r.is_first and exists (
          select from guichet.integrations i where i.tenant_id = tenant and i.id = r.integration_id)
        order by r.number
        on conflict on constraint callbacks_pkey do nothing
        returning integration_id, callback_id
      )
      select coalesce(array_agg(r.number::integer), '{}') into kept from r join inserted i
        on r.is_first and i.integration_id = r.integration_id and i.callback_id = r.callback_id;
      if cardinality(kept) > 0 then
        perform pg_notify('guichet', tenant);
      end if;
      if cardinality(kept) = rows_given then
        return query select 'kept' from generate_series(1, rows_given);
        return;
      end if;
      return query
        select case when r.number = any(kept) then 'kept' when t.sha256 is null then 'gone'
          when t.sha256 = sha256(decode(r.content, 'base64')) then 'known' else 'conflict' end
        from rows from (json_to_recordset(given) as (integration_id text, callback_id text, content text))
          with ordinality as r(integration_id, callback_id, content, number)
        left join guichet.callbacks t on t.tenant_id = tenant and t.integration_id = r.integration_id
          and t.callback_id = r.callback_id
        order by r.number;
    end $$`,
]
