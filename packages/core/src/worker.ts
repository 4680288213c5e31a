import { deliverToEndpoint } from './delivering/deliver-to-endpoint.ts'
import { watchEndpoints } from './delivering/watch-endpoints.ts'
import { toGuichetError } from './errors.ts'
import { fetchFiles } from './fetching/fetch-files.ts'
import type { Worker, WorkerOptions } from './inbox-api.ts'
import { listenToLeases } from './listening/listen-to-leases.ts'
import type { ListeningContext } from './listening/listening-context.ts'
import { courier } from './outbound.ts'
import type { WebhookPoster } from './ports/webhook-poster.ts'
import { type ProcessContext, processMessage } from './process.ts'
import { fileSent } from './sending/outcome/file-sent.ts'
import type { SendingContext } from './sending/sending-context.ts'
import { discardUpload } from './sending/writing/discard-uploads.ts'

const processConcurrency = 10
const fetchConcurrency = 4
/** Each has a connection of its own to a mail server, which counts them. */
const fileConcurrency = 2
/** Endpoints that are delivered to at once; each is one host, which may be slow. */
const webhookConcurrency = 16

/** How long a part of the worker that could not start waits before it tries again. */
const restartPauseMs = 5_000

export type WorkerContext = ListeningContext &
  SendingContext &
  ProcessContext & { readonly poster?: WebhookPoster }

/** Listens, processes and sends in this process until it is stopped. Any number of processes may do so. */
export function startWorker(ctx: WorkerContext, options: WorkerOptions = {}): Worker {
  const { storage } = ctx
  const stopping = new AbortController()
  const { signal } = stopping
  const leaseOptions = {
    owner: ctx.clock.newId(),
    leaseMs: options.leaseMs ?? 30_000,
    maxIntegrations: options.maxIntegrations ?? 50,
  }
  const { carry, room } = courier(ctx)
  const parts = [
    keepTrying(ctx, signal, () => listenToLeases(ctx, leaseOptions)),
    keepTrying(ctx, signal, () => storage.jobs.work('send', { concurrency: room }, carry)),
    keepTrying(ctx, signal, () =>
      storage.jobs.work('process', { concurrency: processConcurrency }, (job) => processMessage(ctx, job)),
    ),
    keepTrying(ctx, signal, () =>
      storage.jobs.work('fetch', { concurrency: fetchConcurrency }, (job) => fetchFiles(ctx, job)),
    ),
    keepTrying(ctx, signal, () =>
      storage.jobs.work('file', { concurrency: fileConcurrency }, (job) => fileSent(ctx, job)),
    ),
    keepTrying(ctx, signal, () =>
      storage.jobs.work('discard', { concurrency: 1 }, async (job) => void (await discardUpload(ctx, job))),
    ),
    ...deliveringParts(ctx, signal),
  ]

  async function stop(): Promise<void> {
    stopping.abort()
    await Promise.all(parts.map(async (part) => (await part)?.()))
  }
  let stopped: Promise<void> | null = null
  return {
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** None where the host delivers no events. */
function deliveringParts(ctx: WorkerContext, signal: AbortSignal): readonly Promise<Stop | null>[] {
  const { poster, storage } = ctx
  if (poster === undefined) return []
  const delivering = { ...ctx, poster }
  return [
    keepTrying(ctx, signal, () => watchEndpoints(delivering)),
    keepTrying(ctx, signal, () =>
      storage.jobs.work('webhook', { concurrency: webhookConcurrency }, (job) =>
        deliverToEndpoint(delivering, job),
      ),
    ),
  ]
}

/** A part of the worker, once started, is how to stop it. */
type Stop = () => Promise<void>

/** A database that is away when a worker starts must not leave a worker that does nothing for ever. */
async function keepTrying(
  ctx: ListeningContext,
  signal: AbortSignal,
  start: () => Promise<Stop>,
): Promise<Stop | null> {
  while (!signal.aborted) {
    try {
      return await start()
    } catch (error) {
      const { code, message } = toGuichetError(error)
      ctx.log.error('a part of the worker could not start; it tries again', { code, message })
      await ctx.clock.sleep(restartPauseMs, signal)
    }
  }
  return null
}
