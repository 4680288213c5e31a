import type { ReadingRecords } from '@guichet/core'
import { sql } from 'kysely'
import { texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

export function readingRecords({ tenant, db }: Session): ReadingRecords {
  const ofIntegration = (id: string) => sql`tenant_id = ${tenant} and integration_id = ${id}`
  return {
    async begin(integrationId, sessionId) {
      const before = await firstRow(
        db(),
        sql`select from guichet.reading_sessions where ${ofIntegration(integrationId)}`,
      )
      await rowsOf(
        db(),
        sql`insert into guichet.reading_sessions (tenant_id, integration_id, session_id)
          values (${tenant}, ${integrationId}, ${sessionId})
          on conflict (tenant_id, integration_id) do update set session_id = excluded.session_id`,
      )
      return before === null
    },
    async end(integrationId, sessionId) {
      await rowsOf(
        db(),
        sql`delete from guichet.reading_sessions
          where ${ofIntegration(integrationId)} and session_id = ${sessionId}`,
      )
    },
    async attempt(integrationId, locator) {
      const row = await firstRow(
        db(),
        sql<{ attempts: number }>`insert into guichet.reading_attempts as t
            (tenant_id, integration_id, locator, attempts) values (${tenant}, ${integrationId}, ${locator}, 1)
          on conflict (tenant_id, integration_id, locator) do update set attempts = t.attempts + 1
          returning attempts`,
      )
      return row?.attempts ?? 1
    },
    async attempts(integrationId, locators) {
      const rows = await rowsOf(
        db(),
        sql<{ locator: string; attempts: number }>`select locator, attempts from guichet.reading_attempts
          where ${ofIntegration(integrationId)}
            and locator in (select jsonb_array_elements_text(${texts(locators)}))`,
      )
      return new Map(rows.map(({ locator, attempts }) => [locator, attempts]))
    },
    async survived(integrationId, locator) {
      await rowsOf(
        db(),
        sql`delete from guichet.reading_attempts
          where ${ofIntegration(integrationId)} and locator = ${locator}`,
      )
    },
  }
}
