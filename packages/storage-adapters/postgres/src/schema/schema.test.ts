import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureApplicationRole } from './application-role.ts'
import { migrateSchema } from './migrate.ts'

const lite = new PGlite()
const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: lite }) })

const query = async <Row>(text: string): Promise<readonly Row[]> =>
  (await sql.raw<Row>(text).execute(db)).rows

beforeAll(async () => {
  await ensureApplicationRole(db)
  await migrateSchema(db)
}, 60_000)

afterAll(() => lite.close())

/** What is read across tenants; it holds ids and keys only. */
const withoutRowSecurity = ['integration_leases', 'integration_routes', 'endpoint_tenants', 'migrations']
const withoutTenant = [
  'migrations',
  'integration_leases_free',
  'integration_leases_by_id',
  'integration_routes_found',
]

describe('the schema keeps tenants apart', () => {
  it('every primary key, unique key and foreign key starts with the tenant', async () => {
    const keys = await query<{ table: string; key: string; first: string; target: string | null }>(`
      select t.relname as "table", c.conname as key, a.attname as first, f.attname as target
      from pg_constraint c
      join pg_class t on t.oid = c.conrelid
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      left join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1]
      where c.connamespace = 'guichet'::regnamespace and c.contype in ('p', 'u', 'f')`)
    expect(keys.length).toBeGreaterThan(15)
    const wrong = keys.filter(
      (key) =>
        !withoutTenant.includes(key.table) &&
        (key.first !== 'tenant_id' || (key.target !== null && key.target !== 'tenant_id')),
    )
    expect(wrong).toEqual([])
  })

  it('every index starts with the tenant', async () => {
    const indexes = await query<{ table: string; index: string; first: string }>(`
      select t.relname as "table", i.relname as index, a.attname as first
      from pg_index x
      join pg_class i on i.oid = x.indexrelid
      join pg_class t on t.oid = x.indrelid
      left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
      where t.relnamespace = 'guichet'::regnamespace`)
    expect(indexes.length).toBeGreaterThan(20)
    const wrong = indexes.filter(
      ({ table, index, first }) =>
        first !== 'tenant_id' && !withoutTenant.includes(index) && !withoutTenant.includes(table),
    )
    expect(wrong).toEqual([])
  })

  it('every table forces row level security with exactly one policy for reading and writing', async () => {
    const tables = await query<{ table: string; isForced: boolean; policies: readonly string[] }>(`
      select c.relname as "table", c.relrowsecurity and c.relforcerowsecurity as "isForced",
        (select coalesce(jsonb_agg(p.polcmd::text || ' ' || pg_get_expr(p.polqual, p.polrelid) || ' '
          || pg_get_expr(p.polwithcheck, p.polrelid)), '[]') from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c where c.relnamespace = 'guichet'::regnamespace and c.relkind in ('r', 'p')`)
    expect(tables.length).toBeGreaterThan(15)
    const own = '(tenant_id = ( SELECT guichet.tenant() AS tenant))'
    for (const { table, isForced, policies } of tables) {
      if (withoutRowSecurity.includes(table)) continue
      expect({ table, isForced, policies }).toEqual({ table, isForced: true, policies: [`* ${own} ${own}`] })
    }
  })

  it('the application role owns nothing, cannot log in and cannot bypass the policies', async () => {
    const [role] = await query(`select rolcanlogin, rolbypassrls, rolsuper,
      (select count(*)::integer from pg_class c where c.relowner = r.oid) as owned
      from pg_roles r where rolname = 'guichet_app'`)
    expect(role).toEqual({ rolcanlogin: false, rolbypassrls: false, rolsuper: false, owned: 0 })
  })

  it('holds no view, materialized view or security definer function that could go round the policies', async () => {
    const views = await query(`select relname from pg_class
      where relnamespace = 'guichet'::regnamespace and relkind in ('v', 'm')`)
    const definers = await query(`select proname from pg_proc
      where pronamespace = 'guichet'::regnamespace and prosecdef`)
    expect([views, definers]).toEqual([[], []])
  })
})
