import type { TenantId } from '../../model/tenant.ts'
import type { Clock } from '../../ports/clock.ts'
import {
  type Job,
  type JobQueue,
  type JobRunner,
  jobQueues,
  maxJobAttempts,
  type NewJob,
  type QueueBacklog,
} from '../../ports/jobs.ts'

/** A job that failed too often, with its last error. */
export interface DeadJob extends Omit<Job, 'signal'> {
  readonly error: unknown
}

export interface MemoryJobs extends JobRunner {
  /** Called when a transaction has committed. */
  add(tenant: TenantId, jobs: readonly NewJob[]): void
  dead(): readonly DeadJob[]
  close(): void
}

type WaitingJob = Omit<Job, 'signal'>

interface JobWorker {
  readonly queue: JobQueue
  room(): number
  readonly running: Set<Promise<void>>
  handle(job: Job): Promise<void>
}

const firstPauseMs = 250
/** Timers overflow after 24.8 days; a job that starts later is looked at once a day. */
const longestSleepMs = 24 * 60 * 60 * 1000

export function memoryJobs(clock: Clock): MemoryJobs {
  /** With the time since which each may run. */
  const due: Readonly<Record<JobQueue, Map<WaitingJob, number>>> = {
    process: new Map(),
    send: new Map(),
    webhook: new Map(),
    fetch: new Map(),
    file: new Map(),
    discard: new Map(),
  }
  const later = new Set<WaitingJob>()
  const dead: DeadJob[] = []
  const workers = new Set<JobWorker>()
  const closed = new AbortController()

  async function put(job: WaitingJob, notBefore: number): Promise<void> {
    later.add(job)
    for (;;) {
      const pause = notBefore - clock.now().getTime()
      if (pause <= 0 || closed.signal.aborted) break
      await clock.sleep(Math.min(pause, longestSleepMs), closed.signal)
    }
    later.delete(job)
    due[job.queue].set(job, notBefore)
    for (const worker of workers) takeDue(worker)
  }

  function takeDue(worker: JobWorker): void {
    for (const job of due[worker.queue].keys()) {
      if (!workers.has(worker) || worker.running.size >= worker.room()) return
      due[worker.queue].delete(job)
      const running = run(worker, job).finally(() => {
        worker.running.delete(running)
        takeDue(worker)
      })
      worker.running.add(running)
    }
  }

  async function run(worker: JobWorker, job: WaitingJob): Promise<void> {
    // Whoever committed the job goes on first: a handler never runs inside somebody's call.
    await Promise.resolve()
    try {
      await worker.handle({ ...job, signal: closed.signal })
    } catch (error) {
      failed(job, error)
    }
  }

  function failed(job: WaitingJob, error: unknown): void {
    if (job.attempt >= maxJobAttempts) {
      dead.push({ ...job, error })
      return
    }
    const pause = firstPauseMs * 2 ** (job.attempt - 1)
    void put({ ...job, attempt: job.attempt + 1 }, clock.now().getTime() + pause)
  }

  function backlogOf(queue: JobQueue): QueueBacklog {
    const now = clock.now().getTime()
    const waits = Array.from(due[queue].values(), (dueAt) => now - dueAt)
    const isLater = [...later].filter((job) => job.queue === queue)
    return { queue, due: waits.length, later: isLater.length, oldestDueMs: Math.max(0, ...waits) }
  }

  return {
    add(tenant, jobs) {
      for (const { queue, subject, startAt } of jobs) {
        void put({ queue, tenant, subject, attempt: 1 }, (startAt ?? clock.now()).getTime())
      }
    },
    async work(queue, { concurrency }, handler) {
      const room = typeof concurrency === 'number' ? () => concurrency : concurrency
      const worker: JobWorker = { queue, room, running: new Set(), handle: handler }
      workers.add(worker)
      takeDue(worker)
      return async () => {
        workers.delete(worker)
        await Promise.all(worker.running)
      }
    },
    async backlog() {
      return { queues: jobQueues.map(backlogOf), dead: dead.length }
    },
    dead: () => [...dead],
    close() {
      workers.clear()
      closed.abort()
    },
  }
}
