import type { Worker, WorkerOptions } from './inbox-api.ts'
import { listenToLeases } from './listening/listen-to-leases.ts'
import type { ListeningContext } from './listening/listening-context.ts'
import { deliver } from './outbound.ts'
import { type ProcessContext, processMessage } from './process.ts'

const sendConcurrency = 4
const processConcurrency = 10

/** Listens, processes and sends in this process until it is stopped. Any number of processes may do so. */
export function startWorker(ctx: ListeningContext & ProcessContext, options: WorkerOptions = {}): Worker {
  const stopping = new AbortController()
  const listening = listenToLeases(
    ctx,
    {
      owner: ctx.clock.newId(),
      leaseMs: options.leaseMs ?? 30_000,
      maxIntegrations: options.maxIntegrations ?? 50,
    },
    stopping.signal,
  )
  const jobs = Promise.all([
    ctx.storage.jobs.work('send', { concurrency: sendConcurrency }, (job) => deliver(ctx, job)),
    ctx.storage.jobs.work('process', { concurrency: processConcurrency }, (job) => processMessage(ctx, job)),
  ])
  const failed = (error: unknown) => {
    ctx.log.error('the worker could not start', { error: error instanceof Error ? error.message : 'unknown' })
  }
  listening.catch(failed)
  jobs.catch(failed)

  let stopped: Promise<void> | null = null
  return {
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }

  async function stop(): Promise<void> {
    stopping.abort()
    const stopJobs = await jobs
    await Promise.all([listening, ...stopJobs.map((stopJob) => stopJob())])
  }
}
