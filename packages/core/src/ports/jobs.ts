import type { TenantId } from '../model/tenant.ts'

export const jobQueues = ['process', 'send', 'webhook', 'fetch', 'file'] as const
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
}

export interface JobOptions {
  readonly concurrency: number
}

/** Attempts before a job is left as dead. */
export const maxJobAttempts = 8
