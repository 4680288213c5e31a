/** Identifiers and keys compare byte by byte, on every server and in JavaScript alike. */
export const key = 'text collate "C"'

/**
 * The statements that create a table of tenants' rows: every one gets the tenant as its first column, row
 * level security that its owner cannot escape either, and the rights of the application role.
 */
export function tenantTable(name: string, lines: readonly string[], rights = allRights): readonly string[] {
  const table = `guichet.${name}`
  const own = 'tenant_id = (select guichet.tenant())'
  return [
    `create table ${table} (tenant_id ${key} not null default guichet.tenant(), ${lines.join(', ')})`,
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy tenant_only on ${table} using (${own}) with check (${own})`,
    `grant ${rights} on ${table} to guichet_app`,
  ]
}

const allRights = 'select, insert, update, delete'
