import { sql } from 'kysely'
import { texts } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

export interface Routes {
  /** Of the integration. */
  readonly id: string
  readonly type: string
  readonly keys: readonly string[]
}

/** Replaces the keys of an integration; see `IntegrationRecords.setRoutes`. */
export async function setRoutes(
  { tenant, db }: Pick<Session, 'tenant' | 'db'>,
  { id, type, keys }: Routes,
): Promise<void> {
  const wanted = sql`select jsonb_array_elements_text(${texts(keys)})`
  await rowsOf(
    db(),
    sql`delete from guichet.integration_routes where tenant_id = ${tenant} and integration_id = ${id}
      and not (type = ${type} and route in (${wanted}))`,
  )
  await rowsOf(
    db(),
    sql`insert into guichet.integration_routes (tenant_id, integration_id, type, route)
      select ${tenant}, ${id}, ${type}, route from (${wanted}) as wanted(route) on conflict do nothing`,
  )
}
