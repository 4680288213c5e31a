import { GuichetError } from '@guichet/core'
import { sql } from 'kysely'
import { type Database, firstRow } from '../session.ts'

/**
 * A commit must mean "on disk" before a sender is told that its message was taken.
 * Throws `invalid-configuration` naming the setting that says otherwise.
 */
export async function checkDurability(db: Database): Promise<void> {
  const settings = await firstRow(
    db,
    sql<{ fsync: string; commit: string }>`select current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit`,
  )
  if (settings?.fsync !== 'on') throw unsafe('fsync', settings?.fsync)
  if (settings.commit === 'off') throw unsafe('synchronous_commit', settings.commit)
}

function unsafe(setting: string, value: string | undefined): GuichetError {
  return new GuichetError(
    'invalid-configuration',
    `the database may lose what it acknowledged: ${setting} is ${value}, set it to on (or pass allowUnsafeDurability for tests)`,
    { field: setting, provider: 'postgres', retry: 'after-fix' },
  )
}
