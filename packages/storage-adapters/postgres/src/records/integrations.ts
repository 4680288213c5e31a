import { type Cursor, GuichetError, type Integration, type IntegrationRecords } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, json } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'
import { setRoutes } from './routes.ts'

const columns = columnsOf<keyof Integration>({
  id: 'text',
  type: 'text',
  name: 'text',
  settings: 'jsonb',
  secrets: 'text',
  paused: 'boolean',
  intervalSeconds: 'integer',
  createdAt: 'timestamptz',
  lastSyncAt: 'timestamptz',
  lastSyncStatus: 'text',
  lastSyncError: 'text',
  lastSyncProblem: 'jsonb',
  sendError: 'text',
  sendProblem: 'jsonb',
  sendHeldUntil: 'timestamptz',
})

/** What goes with an integration; its conversations stay. */
const ownTables = [
  'integration_leases',
  'integration_cursors',
  'integration_sources',
  'reading_sessions',
  'reading_attempts',
  'callbacks',
  'integration_routes',
]

export function integrationRecords(session: Session): IntegrationRecords {
  const { tenant, db } = session
  const select = sql<Integration>`select ${columns.selected} from guichet.integrations t
    where t.tenant_id = ${tenant}`
  const isLease = (id: string) => sql`tenant_id = ${tenant} and integration_id = ${id}`

  return {
    async insert(integration) {
      await rowsOf(
        db(),
        sql`insert into guichet.integrations (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([integration])}`,
      )
      await rowsOf(
        db(),
        sql`insert into guichet.integration_leases (tenant_id, integration_id, enabled)
          values (${tenant}, ${integration.id}, ${!integration.paused})`,
      )
    },
    get: (id) => firstRow(db(), sql<Integration>`${select} and t.id = ${id}`),
    list: () => rowsOf(db(), sql<Integration>`${select} order by t.created_at, t.id`),
    async update({ id, name, settings, secrets, paused, intervalSeconds }) {
      const updated = await rowsOf(
        db(),
        sql`update guichet.integrations set name = ${name}, settings = ${json(settings)}, secrets = ${secrets},
            paused = ${paused}, interval_seconds = ${intervalSeconds}
          where tenant_id = ${tenant} and id = ${id} returning id`,
      )
      if (updated.length === 0) throw missing(id)
      await rowsOf(
        db(),
        sql`update guichet.integration_leases set enabled = ${!paused}, owner = null, expires_at = '-infinity'
          where ${isLease(id)}`,
      )
    },
    async setSyncState(id, { lastSyncAt, lastSyncStatus, lastSyncError, lastSyncProblem }) {
      await rowsOf(
        db(),
        sql`update guichet.integrations set last_sync_at = ${lastSyncAt}, last_sync_status = ${lastSyncStatus},
            last_sync_error = ${lastSyncError}, last_sync_problem = ${json(lastSyncProblem)}
          where tenant_id = ${tenant} and id = ${id}`,
      )
    },
    setSendHold: (id, hold) => setSendHold(session, id, hold),
    setRoutes: (id, type, keys) => setRoutes({ tenant, db }, { id, type, keys }),
    async remove(id) {
      const removed = await rowsOf(
        db(),
        sql`delete from guichet.integrations where tenant_id = ${tenant} and id = ${id} returning id`,
      )
      if (removed.length === 0) throw missing(id)
      for (const table of ownTables)
        await rowsOf(db(), sql`delete from ${sql.table(`guichet.${table}`)} where ${isLease(id)}`)
    },
    async requestSync(id) {
      await rowsOf(
        db(),
        sql`update guichet.integration_leases set sync_requested = true where ${isLease(id)}`,
      )
    },
    assertLease: (id, fence) => assertLease(session, id, fence),
    cursors: (id) =>
      rowsOf(
        db(),
        sql<Cursor>`select source, value from guichet.integration_cursors where ${isLease(id)} order by source`,
      ),
    async setCursor(id, { source, value }) {
      await rowsOf(
        db(),
        sql`insert into guichet.integration_cursors (tenant_id, integration_id, source, value)
          values (${tenant}, ${id}, ${source}, ${json(value)})
          on conflict (tenant_id, integration_id, source) do update set value = excluded.value`,
      )
    },
  }
}

function missing(id: string): GuichetError {
  return new GuichetError('not-found', `there is no integration ${id}`)
}

async function setSendHold(
  { tenant, db }: Session,
  ...[id, { sendError, sendProblem, sendHeldUntil }]: Parameters<IntegrationRecords['setSendHold']>
): Promise<void> {
  await rowsOf(
    db(),
    sql`update guichet.integrations set send_error = ${sendError}, send_problem = ${json(sendProblem)},
        send_held_until = ${sendHeldUntil}
      where tenant_id = ${tenant} and id = ${id}`,
  )
}

async function assertLease({ tenant, db }: Session, id: string, fence: number): Promise<void> {
  // The shared lock keeps everybody from taking the lease before this commits.
  const held = await firstRow(
    db(),
    sql`select fence from guichet.integration_leases where tenant_id = ${tenant} and integration_id = ${id}
        and fence = ${fence} and owner is not null and expires_at > clock_timestamp() for share`,
  )
  if (held) return
  throw new GuichetError('lease-lost', `another worker may be listening to integration ${id} by now`)
}
