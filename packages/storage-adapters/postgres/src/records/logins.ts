import type { LoginRecords, PendingSignIn } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof PendingSignIn>({ id: 'text', sealed: 'text', expiresAt: 'timestamptz' })

export function loginRecords({ tenant, db }: Session): LoginRecords {
  return {
    async beginRenewal(integrationId, leaseMs) {
      // One statement: of many that come at once the first inserts, and the others wait for it and find its time.
      const until = sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`
      const row = await firstRow(
        db(),
        sql`insert into guichet.secret_renewals as t (tenant_id, integration_id, until)
          values (${tenant}, ${integrationId}, ${until})
          on conflict (tenant_id, integration_id) do update set until = excluded.until
            where t.until <= clock_timestamp()
          returning t.until`,
      )
      return row !== null
    },
    async endRenewal(integrationId) {
      await rowsOf(
        db(),
        sql`delete from guichet.secret_renewals where tenant_id = ${tenant} and integration_id = ${integrationId}`,
      )
    },
    async replaceSecrets(integrationId, before, after) {
      const replaced = await rowsOf(
        db(),
        sql`update guichet.integrations set secrets = ${after}
          where tenant_id = ${tenant} and id = ${integrationId} and secrets = ${before} returning id`,
      )
      return replaced.length > 0
    },
    async keepSignIn(signIn) {
      await rowsOf(
        db(),
        sql`delete from guichet.sign_ins where tenant_id = ${tenant} and expires_at <= now()`,
      )
      await rowsOf(
        db(),
        sql`insert into guichet.sign_ins (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([signIn])}`,
      )
    },
    takeSignIn: (id) =>
      firstRow(
        db(),
        sql<PendingSignIn>`with taken as (
            delete from guichet.sign_ins where tenant_id = ${tenant} and id = ${id} returning *
          ) select ${columns.selected} from taken t where t.expires_at > clock_timestamp()`,
      ),
  }
}
