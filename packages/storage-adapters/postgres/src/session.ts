import type { TenantId } from '@guichet/core'
import type { Kysely, RawBuilder } from 'kysely'
import { guarded } from './errors.ts'

/** The database as statements see it: they are written in SQL, so there are no table types to carry. */
export type Database = Kysely<unknown>

/** One transaction, bound to one tenant. */
export interface Session {
  readonly tenant: TenantId
  /** Throws `internal` once the transaction has ended. */
  db(): Database
  /** Runs a check when the work is done, just before the commit; what it throws rolls everything back. */
  beforeCommit(check: () => Promise<void>): void
}

/** Runs a statement and returns its rows; throws a GuichetError. */
export async function rowsOf<Row>(db: Database, statement: RawBuilder<Row>): Promise<readonly Row[]> {
  return guarded(async () => (await statement.execute(db)).rows)
}

/** The first row, or null. */
export async function firstRow<Row>(db: Database, statement: RawBuilder<Row>): Promise<Row | null> {
  const rows = await rowsOf(db, statement)
  return rows[0] ?? null
}
