import { drainCallbacks } from '../callbacks/drain-callbacks.ts'
import { type OpenedConnection, openConnection } from '../connections.ts'
import { GuichetError, toGuichetError } from '../errors.ts'
import type { IntakeContext } from '../intake/intake-context.ts'
import type { Cursor, Integration } from '../model/integration.ts'
import { accept } from '../pipeline.ts'
import type { ListenSession } from '../ports/channel.ts'
import type { Lease } from '../ports/leases.ts'
import type { WakeUps } from '../wake-ups.ts'
import { beginReading } from './begin-reading.ts'
import type { ListeningContext } from './listening-context.ts'
import { reconnectPace } from './reconnect-pace.ts'
import { type SyncReporter, syncReporter } from './sync-reporter.ts'

/** How often a channel that neither asks nor is called looks whether it should end. */
const quietMs = 10 * 60_000

/**
 * Listens to one integration until the signal aborts or the lease is lost, connecting again after every
 * failure (see `reconnect-pace.ts`). What a person has to correct waits longest, and after a few
 * refused logins it waits for that person: servers lock out those who insist.
 */
export async function keepListening(
  ctx: ListeningContext,
  lease: Lease,
  syncRequests: WakeUps,
  signal: AbortSignal,
): Promise<void> {
  const reporter = syncReporter(ctx, lease)
  const pace = reconnectPace(ctx.clock)
  while (!signal.aborted) {
    const session = { worked: false }
    pace.begin()
    try {
      await listenOnce(ctx, lease, {
        syncRequests,
        signal,
        reporter,
        onWorked: () => (session.worked = true),
      })
      if (signal.aborted) return
      throw new GuichetError('protocol-error', 'the connection ended', { retry: 'later' })
    } catch (thrown) {
      if (signal.aborted) return
      const error = toGuichetError(thrown)
      if (error.code === 'lease-lost') return
      const pauseMs = pace.ended(error, session.worked)
      await reportFailure(ctx, reporter, lease, error)
      // Ends early when somebody asks for a sync: they have probably just corrected what was wrong.
      await syncRequests.sleep(pauseMs, signal)
    }
  }
}

interface SessionParts {
  readonly syncRequests: WakeUps
  readonly signal: AbortSignal
  readonly reporter: SyncReporter
  readonly onWorked: () => void
}

async function listenOnce(ctx: ListeningContext, lease: Lease, parts: SessionParts): Promise<void> {
  const { tenant, integrationId } = lease
  const opened = await ctx.storage.transaction(tenant, async (tx) => {
    const integration = await tx.integrations.get(integrationId)
    if (integration === null) throw new GuichetError('lease-lost', 'the integration was removed')
    const cursors = await tx.integrations.cursors(integrationId)
    return { integration, cursors, ...(await openConnection(tx, ctx, integration)) }
  })
  const { listen, webhook } = opened.channel
  if (listen === undefined && webhook === undefined) return untilAborted(ctx, parts.signal)
  const reading = await beginReading(ctx, lease)
  try {
    await listenTo(ctx, lease, parts, { ...opened, countsAttempts: reading.countsAttempts })
  } finally {
    await reading.end()
  }
}

interface OpenedIntegration extends OpenedConnection {
  readonly integration: Integration
  readonly cursors: readonly Cursor[]
  readonly countsAttempts: () => boolean
}

async function listenTo(
  ctx: ListeningContext,
  { tenant, integrationId, fence }: Lease,
  parts: SessionParts,
  { channel, connection, cursors, integration, countsAttempts }: OpenedIntegration,
): Promise<void> {
  const identity = channel.identity(connection.settings)
  const { settings } = connection
  const intake = { ...ctx, tenant, integrationId, fence, channel, settings, identity, countsAttempts }
  const session: ListenSession = {
    ...connection,
    ...{ integrationId, cursors, signal: parts.signal, clock: ctx.clock, log: ctx.log },
    intervalMs: integration.intervalSeconds * 1_000,
    accept: acceptInOrder(intake, parts.reporter),
    report: async (report) => {
      await parts.reporter.report(report)
      if (report.status !== 'error') parts.onWorked()
    },
    onSyncRequest: (callback) => parts.syncRequests.subscribe(callback),
  }
  if (channel.listen !== undefined) await channel.listen(session)
  else if (channel.webhook !== undefined)
    await drainCallbacks({ storage: ctx.storage, tenant, webhook: channel.webhook, session })
}

function acceptInOrder(intake: IntakeContext, reporter: SyncReporter): ListenSession['accept'] {
  let previous: Promise<unknown> = Promise.resolve()
  return (batch) => {
    const accepted = accept(intake, batch, previous)
    previous = accepted
    return accepted.then((result) => {
      reporter.count(result)
      return { stored: result.stored, known: result.known, quarantined: result.quarantined }
    })
  }
}

/** A channel that only sends has nothing to watch. */
async function untilAborted(ctx: ListeningContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await ctx.clock.sleep(quietMs, signal)
}

async function reportFailure(
  ctx: ListeningContext,
  reporter: SyncReporter,
  lease: Lease,
  error: GuichetError,
): Promise<void> {
  ctx.log.warn('a sync failed', {
    ...{ integrationId: lease.integrationId, code: error.code },
    cause: error.code === 'internal' && error.cause instanceof Error ? error.cause.message : null,
  })
  try {
    const [problem = null] = error.problems
    await reporter.report({ status: 'error', error: error.message, problem })
  } catch (failure) {
    // The database may be what failed; the next pass reports again.
    ctx.log.error('a sync failure could not be recorded', { code: toGuichetError(failure).code })
  }
}
