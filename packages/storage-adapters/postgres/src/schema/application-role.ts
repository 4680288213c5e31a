import { GuichetError } from '@guichet/core'
import { sql } from 'kysely'
import { sqlState, storageError } from '../errors.ts'
import { type Database, firstRow } from '../session.ts'

/** The role transactions run as: it owns nothing, so row level security binds it. */
export const applicationRole = 'guichet_app'

// Roles belong to the cluster: two databases that migrate at once both find it missing.
const create = `do $$ begin
  if not exists (select from pg_roles where rolname = '${applicationRole}') then
    create role ${applicationRole} nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$`

/**
 * Makes sure the role exists and the current user may become it. Throws `invalid-configuration` with the SQL
 * an administrator has to run when this user may not do that.
 */
export async function ensureApplicationRole(db: Database): Promise<void> {
  const user = await currentUser(db)
  if (user.member) return
  try {
    await sql.raw(create).execute(db)
    const after = await currentUser(db)
    if (!after.member) await sql.raw(`grant ${applicationRole} to ${after.quoted}`).execute(db)
  } catch (error) {
    if (sqlState(error) !== '42501') throw storageError(error)
    const remedy = `create role ${applicationRole} nologin; grant ${applicationRole} to ${user.quoted};`
    throw new GuichetError(
      'invalid-configuration',
      `the database user ${user.name} may not set up the role ${applicationRole}: let an administrator run "${remedy}"`,
      { provider: 'postgres', providerCode: '42501', retry: 'after-fix' },
    )
  }
}

interface CurrentUser {
  readonly name: string
  readonly quoted: string
  readonly member: boolean
}

async function currentUser(db: Database): Promise<CurrentUser> {
  // Since version 16 being a member does not yet mean being allowed to SET ROLE.
  const row = await firstRow(
    db,
    sql<CurrentUser>`select current_user as name, quote_ident(current_user) as quoted, coalesce((
      select pg_has_role(current_user, r.oid,
        case when current_setting('server_version_num')::integer >= 160000 then 'SET' else 'MEMBER' end)
      from pg_roles r where r.rolname = ${applicationRole}), false) as member`,
  )
  return row ?? { name: 'unknown', quoted: 'unknown', member: false }
}
