import type { TenantId } from '../model/tenant.ts'

export const jobQueues = ['process', 'send', 'webhook', 'fetch', 'file', 'discard'] as const
export type JobQueue = (typeof jobQueues)[number]

/** Something to do after a commit. The payload holds ids only. */
export interface NewJob {
  readonly queue: JobQueue
  /** What the job is about, an id. */
  readonly subject: string
  /** Not before this time; null for at once. */
  readonly startAt: Date | null
}

export interface Job {
  readonly queue: JobQueue
  readonly tenant: TenantId
  readonly subject: string
  /** 1 on the first run. */
  readonly attempt: number
  readonly signal: AbortSignal
}

/**
 * Runs jobs at least once: a job whose worker died runs again elsewhere, a job whose handler throws runs
 * again with growing pauses, and after `maxAttempts` it stays as dead for an operator. What must happen once
 * is therefore unique in the records that the handler writes, not here.
 */
export interface JobRunner {
  /** Starts running jobs of a queue. Returns how to stop: it resolves when running handlers are done. */
  work(
    queue: JobQueue,
    options: JobOptions,
    handler: (job: Job) => Promise<void>,
  ): Promise<() => Promise<void>>
  /** How much waits, of all tenants, on the database's clock; cheap enough to be asked several times a minute. */
  backlog(): Promise<JobBacklog>
}

export interface JobBacklog {
  /** Every queue once. */
  readonly queues: readonly QueueBacklog[]
  /** Jobs that failed too often. */
  readonly dead: number
}

/** What waits in a queue; what runs is not counted. */
export interface QueueBacklog {
  readonly queue: JobQueue
  /** Could run now. */
  readonly due: number
  readonly later: number
  /** How long the one has been due that waits longest; 0 when none is. */
  readonly oldestDueMs: number
}

export interface JobOptions {
  /** How many run at once at most, from 1; what changes while it works is asked for. */
  readonly concurrency: number | (() => number)
}

/** Attempts before a job is left as dead. */
export const maxJobAttempts = 8
