import { createHash } from 'node:crypto'
import { isGuichetError, jobQueues, maxJobAttempts } from '@guichet/core'
import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import type { Engine } from '../engine/engine.ts'
import { guarded } from '../errors.ts'
import { applicationRole } from '../schema/application-role.ts'

export const jobSchema = 'guichet_jobs'

/** Where jobs stay that failed too often; an operator looks at them and sends them on. */
export const deadQueue = 'dead'

/** pg-boss announces new jobs here; the payload is the queue. */
export const jobChannel = `pgboss_${createHash('sha224').update(jobSchema).digest('hex').slice(0, 24)}`

export const heartbeatSeconds = 10

const tenYears = 10 * 365 * 24 * 3600

const queueOptions = {
  notify: true,
  retryLimit: maxJobAttempts - 1,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 600,
  heartbeatSeconds,
  expireInSeconds: 3600,
  // A waiting job is a promise to a customer: pg-boss would delete it after 14 days.
  retentionSeconds: tenYears,
  deleteAfterSeconds: 3600,
  deadLetter: deadQueue,
} as const

/** pg-boss on our connection, in its own schema. Not started: no timers, no statements. */
export function createBoss(engine: Engine, migrate = false): PgBoss {
  return new PgBoss({
    db: engine.boss,
    backend: engine.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: jobSchema,
    migrate,
    schedule: false,
    // Migrating processes do no housekeeping; working ones look for dead workers' jobs every few seconds.
    supervise: !migrate,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 600,
  })
}

/** What Postgres says when two processes create the same thing at once; the second look finds it there. */
const collisions = new Set(['23505', '42P06', '42P07', '42710', '42723', 'XX000', '40P01'])

/**
 * Creates the queues, and gives the application role what enqueuing needs: to add jobs, not to read them.
 * pg-boss's installation is one transaction of its own but does not wait for another process's.
 */
export async function migrateJobs(engine: Engine): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await installJobs(engine)
    } catch (error) {
      const code = isGuichetError(error) ? error.providerCode : undefined
      if (tries === 5 || code === undefined || !collisions.has(code)) throw error
    }
  }
}

async function installJobs(engine: Engine): Promise<void> {
  const boss = createBoss(engine, true)
  // Its background work is not ours to wait for; what this function needs fails at the calls below.
  boss.on('error', () => undefined)
  try {
    await guarded(() => boss.start())
    await guarded(() => boss.createQueue(deadQueue, { retentionSeconds: tenYears }))
    for (const queue of jobQueues) await guarded(() => boss.createQueue(queue, queueOptions))
    await guarded(() => sql.raw(grants).execute(engine.db))
  } finally {
    await boss.stop({ close: false, graceful: false })
  }
}

// One statement, as the embedded driver takes one at a time; locked, as two grants at once would collide.
const grants = `do $$
declare job_table text;
begin
  perform pg_advisory_xact_lock(4712290312);
  grant usage on schema ${jobSchema} to ${applicationRole};
  grant select on ${jobSchema}.queue to ${applicationRole};
  for job_table in select relname from pg_class
    where relnamespace = '${jobSchema}'::regnamespace and relkind in ('r', 'p') and relname like 'job%'
      and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'start_after')
  loop
    execute format('grant insert, select (id, start_after) on ${jobSchema}.%I to ${applicationRole}', job_table);
  end loop;
end $$`
