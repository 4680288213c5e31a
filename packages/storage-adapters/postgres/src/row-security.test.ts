import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureApplicationRole } from './schema/application-role.ts'
import { migrateSchema } from './schema/migrate.ts'

const lite = new PGlite()

/** Raw SQL as the adapter's transactions run it: nothing of the adapter guards it but the database itself. */
function as<Result>(tenant: string | null, text: string): Promise<readonly Result[]> {
  return lite.transaction(async (tx) => {
    await tx.query('set local role guichet_app')
    if (tenant !== null) await tx.query(`select set_config('guichet.tenant', $1, true)`, [tenant])
    return (await tx.query<Result>(text)).rows
  })
}

const insertFolder = (tenant: string) =>
  `insert into guichet.folders (tenant_id, id, key, name, position, system)
   values ('${tenant}', 'f', 'inbox', 'Inbox', 0, true)`

beforeAll(async () => {
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: lite }) })
  await ensureApplicationRole(db)
  await migrateSchema(db)
  await as('acme', insertFolder('acme'))
}, 60_000)

afterAll(() => lite.close())

describe('row level security', () => {
  it('shows a tenant its own rows and nobody else’s, without any WHERE', async () => {
    expect(await as('acme', 'select id from guichet.folders')).toEqual([{ id: 'f' }])
    expect(await as('other', 'select id from guichet.folders')).toEqual([])
  })

  it('lets nobody write a row of another tenant', async () => {
    await expect(as('other', insertFolder('acme'))).rejects.toMatchObject({ code: '42501' })
    const moved = as('acme', `update guichet.folders set tenant_id = 'other'`)
    await expect(moved).rejects.toMatchObject({ code: '42501' })
  })

  it('changes and deletes nothing of another tenant', async () => {
    expect(await as('other', `update guichet.folders set name = 'stolen' returning id`)).toEqual([])
    expect(await as('other', 'delete from guichet.folders returning id')).toEqual([])
    expect(await as('acme', 'select name from guichet.folders')).toEqual([{ name: 'Inbox' }])
  })

  it('lets no foreign key reach into another tenant', async () => {
    const child = as(
      'other',
      `insert into guichet.folders (id, key, name, parent_id, position, system)
       values ('g', 'g', 'g', 'f', 0, false)`,
    )
    await expect(child).rejects.toMatchObject({ code: '23503' })
  })

  it('refuses every statement while no tenant is set', async () => {
    await expect(as(null, 'select id from guichet.folders')).rejects.toMatchObject({ code: '42501' })
  })

  it('binds what is kept in one statement, too, and ends with it', async () => {
    const keep = `select * from guichet.keep_callbacks('acme', '[{"integration_id":"i"}]'::json)`
    await lite.query(keep)
    const [after] = (await lite.query('select current_user as role')).rows
    expect(after).toEqual({ role: 'postgres' })
    // The owner could still do it: it is the application role that may not.
    await lite.query('revoke insert on guichet.callbacks from guichet_app')
    await expect(lite.query(keep)).rejects.toMatchObject({ code: '42501' })
    await lite.query('grant insert on guichet.callbacks to guichet_app')
  })

  it('keeps the tenant and the role to their transaction', async () => {
    await as('acme', 'select 1')
    const [after] = (
      await lite.query(
        `select current_user as role, coalesce(current_setting('guichet.tenant', true), '') as tenant`,
      )
    ).rows
    expect(after).toEqual({ role: 'postgres', tenant: '' })
  })
})
