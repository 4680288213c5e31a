import { type Clock, isGuichetError, type Job, type JobQueue } from '@guichet/core'
import type { Job as BossJob, PgBoss } from 'pg-boss'
import type { Engine } from '../engine/engine.ts'
import { heartbeatSeconds, jobChannel } from './queues.ts'

export interface QueueWork {
  readonly boss: PgBoss
  readonly engine: Engine
  readonly clock: Clock
  readonly queue: JobQueue
  /** How many run at once at most, now. */
  room(): number
  handler(job: Job): Promise<void>
}

interface RunningJob {
  readonly job: BossJob<unknown>
  readonly lost: AbortController
  readonly done: Promise<void>
}

/** Retries and jobs for later are announced by nobody: an idle worker looks this often. */
const pollMs = 1_000

/**
 * Runs the jobs of a queue, as many at once as asked, until the returned function is called; that resolves
 * when the running ones are done. pg-boss's own loop waits for the slowest job of a batch, so a slot is
 * refilled here as soon as it is free.
 */
export async function workQueue(work: QueueWork): Promise<() => Promise<void>> {
  const complete = completing(work)
  const running = new Map<string, RunningJob>()
  const stopping = new AbortController()
  let wake = new AbortController()
  // With a reason, as the usual one is an error with a stack.
  const wakeUp = () => wake.abort('woken')
  const subscription = await work.engine.listen(jobChannel, {
    onNotification: (queue) => {
      if (queue === work.queue) wakeUp()
    },
    onConnected: wakeUp,
  })

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      // A fresh one before the look: what is announced from here on is not slept through.
      wake = new AbortController()
      const isFull = await fill()
      if (!isFull || running.size >= work.room()) await work.clock.sleep(pollMs, wake.signal)
    }
  }

  /** Takes as many jobs as there is room for; true when there may be more. */
  async function fill(): Promise<boolean> {
    const room = work.room() - running.size
    if (room <= 0) return false
    const jobs = await fetchJobs(work, room)
    for (const job of jobs) {
      const lost = new AbortController()
      const done = runJob(work, job, lost.signal, complete).finally(() => {
        running.delete(job.id)
        wakeUp()
      })
      running.set(job.id, { job, lost, done })
    }
    return jobs.length === room
  }

  const heartbeat = setInterval(() => void touch(work, [...running.values()]), (heartbeatSeconds * 1000) / 3)
  const looping = loop()
  return async () => {
    stopping.abort()
    wakeUp()
    await looping
    await Promise.all(Array.from(running.values(), ({ done }) => done))
    clearInterval(heartbeat)
    await subscription.close()
  }
}

/** A database that is away for a moment is asked again at the next look. */
async function fetchJobs(
  { boss, queue }: QueueWork,
  batchSize: number,
): Promise<readonly BossJob<unknown>[]> {
  return boss.fetch<unknown>(queue, { batchSize }).catch(() => [])
}

interface Attempt {
  readonly id: string
  readonly retryCount: number
}

/** Says that jobs are done: those that end while the database takes note of others are written together. */
function completing({ boss, queue }: QueueWork): (attempt: Attempt) => Promise<void> {
  let next: Attempt[] = []
  let writing: Promise<unknown> | null = null
  let following: Promise<void> | null = null
  async function write(): Promise<void> {
    await writing
    const attempts = next
    next = []
    following = null
    writing = settled(() => boss.complete(queue, attempts))
    await writing
  }
  return (attempt) => {
    next.push(attempt)
    following ??= write()
    return following
  }
}

async function runJob(
  { boss, queue, handler }: QueueWork,
  job: BossJob<unknown>,
  signal: AbortSignal,
  complete: (attempt: Attempt) => Promise<void>,
): Promise<void> {
  const attempt = { id: job.id, retryCount: job.retryCount }
  try {
    const { tenant, subject } = payloadOf(job.data)
    await handler({ queue, tenant, subject, attempt: job.retryCount + 1, signal })
  } catch (error) {
    await settled(() => boss.fail(queue, attempt, failureOf(error)))
    return
  }
  await complete(attempt)
}

/** A result that cannot be written leaves the job to its heartbeat: it runs again, as jobs may. */
async function settled(write: () => Promise<unknown>): Promise<void> {
  await write().catch(() => undefined)
}

/** Tells pg-boss that the jobs are alive, and the jobs when somebody else has taken them meanwhile. */
async function touch({ boss, queue }: QueueWork, running: readonly RunningJob[]): Promise<void> {
  if (running.length === 0) return
  const held = running.map(({ job }) => ({ id: job.id, retryCount: job.retryCount }))
  const touched = await boss.touch(queue, held).catch(() => null)
  // Without the ids it refreshed, nobody can say which job went missing.
  if (touched === null || !('settled' in touched) || !Array.isArray(touched.settled)) return
  const alive = new Set<unknown>(touched.settled)
  for (const { job, lost } of running) if (!alive.has(job.id)) lost.abort()
}

function payloadOf(data: unknown): { readonly tenant: string; readonly subject: string } {
  if (typeof data === 'object' && data !== null && 'tenant' in data && 'subject' in data) {
    const { tenant, subject } = data
    if (typeof tenant === 'string' && typeof subject === 'string') return { tenant, subject }
  }
  throw new TypeError('a job without tenant and subject')
}

/** What is kept about a failure: never the error itself, which may quote a mail. */
function failureOf(error: unknown): object {
  if (isGuichetError(error)) return { code: error.code, message: error.message }
  return { code: 'internal', name: error instanceof Error ? error.name : typeof error }
}
