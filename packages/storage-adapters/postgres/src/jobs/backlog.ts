import { type JobBacklog, jobQueues, type QueueBacklog } from '@guichet/core'
import { sql } from 'kysely'
import { texts } from '../columns.ts'
import { type Database, rowsOf } from '../session.ts'
import { deadQueue, jobSchema } from './queues.ts'

interface Waiting {
  readonly queue: string
  readonly due: number
  readonly later: number
  readonly oldestDueMs: number
}

/** See `JobRunner.backlog`. Finished jobs stay for an hour: the state is what the index of waiting jobs is about. */
export async function backlogIn(db: Database): Promise<JobBacklog> {
  const rows = await rowsOf(
    db,
    sql<Waiting>`select name as queue, count(*) filter (where start_after <= now())::integer as due,
        count(*) filter (where start_after > now())::integer as later,
        greatest(0, extract(epoch from now() - min(start_after)) * 1000)::float8 as "oldestDueMs"
      from ${sql.id(jobSchema, 'job')}
      where state < 'active' and name in (select jsonb_array_elements_text(${texts([...jobQueues, deadQueue])}))
      group by name`,
  )
  const byName = new Map(rows.map((row) => [row.queue, row]))
  const queues = jobQueues.map((queue): QueueBacklog => {
    const { due, later, oldestDueMs } = byName.get(queue) ?? { due: 0, later: 0, oldestDueMs: 0 }
    return { queue, due, later, oldestDueMs }
  })
  return { queues, dead: byName.get(deadQueue)?.due ?? 0 }
}
