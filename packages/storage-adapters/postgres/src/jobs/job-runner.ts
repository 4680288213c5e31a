import { type Clock, GuichetError, type JobRunner, jobQueues } from '@guichet/core'
import { fromKysely, type PgBoss } from 'pg-boss'
import type { Engine } from '../engine/engine.ts'
import { guarded } from '../errors.ts'
import type { Enqueue } from '../transaction.ts'
import { backlogIn } from './backlog.ts'
import { createBoss } from './queues.ts'
import { workQueue } from './work-queue.ts'

export interface Jobs extends JobRunner {
  /** Must have been awaited before a transaction that enqueues begins. */
  prepare(): Promise<void>
  readonly enqueue: Enqueue
  close(): Promise<void>
}

/** Jobs on pg-boss: enqueued inside the caller's transaction, run from loops of our own. */
export function jobsOn(engineOf: () => Promise<Engine>, clock: Clock): Jobs {
  let prepared: Promise<PgBoss> | null = null
  let started: Promise<unknown> | null = null
  const workers = new Set<() => Promise<void>>()

  async function bossOf(): Promise<PgBoss> {
    prepared ??= prepareBoss(engineOf).catch((error) => {
      prepared = null
      throw error
    })
    return prepared
  }

  /** Supervision (the jobs of dead workers, old rows) runs only in processes that work. */
  async function startedBoss(): Promise<PgBoss> {
    const boss = await bossOf()
    started ??= guarded(() => boss.start()).catch((error) => {
      started = null
      throw error
    })
    await started
    return boss
  }

  return {
    async prepare() {
      await bossOf()
    },
    async enqueue({ tenant, db }, jobs) {
      const boss = await bossOf()
      for (const queue of jobQueues) {
        const own = jobs.filter((job) => job.queue === queue)
        if (own.length === 0) continue
        const rows = own.map(({ subject, startAt }) => ({
          data: { tenant, subject },
          ...(startAt ? { startAfter: startAt.toISOString() } : {}),
        }))
        await guarded(() => boss.insert(queue, rows, { db: fromKysely(db()) }))
      }
    },
    async work(queue, { concurrency }, handler) {
      const room = typeof concurrency === 'number' ? () => concurrency : concurrency
      if (!Number.isInteger(room()) || room() < 1) {
        throw new GuichetError('invalid-input', 'concurrency must be a whole number from 1', {
          field: 'concurrency',
        })
      }
      const engine = await engineOf()
      const stop = await workQueue({ boss: await startedBoss(), engine, clock, queue, room, handler })
      workers.add(stop)
      return async () => {
        workers.delete(stop)
        await stop()
      }
    },
    async backlog() {
      return backlogIn((await engineOf()).db)
    },
    async close() {
      await Promise.all([...workers].map((stop) => stop()))
      const boss = await prepared?.catch(() => null)
      // Even one that was never started may have been used, and stopping that is harmless.
      await boss?.stop({ close: false, graceful: false })
    },
  }
}

async function prepareBoss(engineOf: () => Promise<Engine>): Promise<PgBoss> {
  const boss = createBoss(await engineOf())
  // What fails in the background is repeated in the background; what matters fails at its caller.
  boss.on('error', () => undefined)
  // pg-boss asks for a queue's settings when it first sees it. Inside a transaction that question would wait
  // for the transaction on the embedded database, so it is asked here.
  for (const queue of jobQueues) await guarded(() => boss.insert(queue, []))
  return boss
}
