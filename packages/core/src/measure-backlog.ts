import { toGuichetError } from './errors.ts'
import { type JobBacklog, jobQueues } from './ports/jobs.ts'
import type { Log } from './ports/log.ts'
import type { Metrics } from './ports/metrics.ts'
import type { Storage } from './ports/storage.ts'

interface MeasureContext {
  readonly storage: Pick<Storage, 'jobs'>
  readonly metrics: Metrics
  readonly log: Log
}

const nobodyKnows = { due: Number.NaN, later: Number.NaN, oldestDueMs: Number.NaN }

/** While the database is away, the numbers of before are not shown as those of now. */
const unknownBacklog: JobBacklog = {
  queues: jobQueues.map((queue) => ({ queue, ...nobodyKnows })),
  dead: Number.NaN,
}

/**
 * Measures what waits. Any process can: when every worker is dead, the one that answers requests still tells how old the
 * queues are.
 */
export async function measureBacklog({ storage, metrics, log }: MeasureContext): Promise<void> {
  const { queues, dead } = await storage.jobs.backlog().catch((error) => {
    log.warn('the queues could not be measured', { code: toGuichetError(error).code })
    return unknownBacklog
  })
  for (const { queue, due, later, oldestDueMs } of queues) {
    metrics.gauge('guichet_jobs', { queue, state: 'due' }, due)
    metrics.gauge('guichet_jobs', { queue, state: 'later' }, later)
    metrics.gauge('guichet_queue_age_seconds', { queue }, oldestDueMs / 1000)
  }
  metrics.gauge('guichet_jobs_dead', {}, dead)
}
