import type { AnswerRecords } from '@guichet/core'
import { sql } from 'kysely'
import { firstRow, rowsOf, type Session } from '../session.ts'

/** More than one request brings, so that what is old goes sooner or later, and few enough that nobody waits for it. */
const forgottenAtOnce = 100

export function answerRecords({ tenant, db }: Session): AnswerRecords {
  return {
    async claim(id, now, forgetBefore) {
      // Rows that somebody else is forgetting are left to them: waiting would be for all of their transaction.
      await rowsOf(
        db(),
        sql`delete from guichet.answers where tenant_id = ${tenant} and id in (
          select id from guichet.answers where tenant_id = ${tenant} and claimed_at < ${forgetBefore}
          order by claimed_at limit ${forgottenAtOnce} for update skip locked)`,
      )
      // Waits for a transaction that is inserting the same id, and finds its row when it has committed.
      const claimed = await firstRow(
        db(),
        sql`insert into guichet.answers (tenant_id, id, claimed_at) values (${tenant}, ${id}, ${now})
          on conflict (tenant_id, id) do nothing returning id`,
      )
      return claimed !== null
    },
    async store(id, sealed) {
      await rowsOf(
        db(),
        sql`update guichet.answers set sealed = ${sealed} where tenant_id = ${tenant} and id = ${id}`,
      )
    },
    async read(id) {
      const row = await firstRow(
        db(),
        sql<{
          sealed: string | null
        }>`select sealed from guichet.answers where tenant_id = ${tenant} and id = ${id}`,
      )
      return row?.sealed ?? null
    },
  }
}
