import { toGuichetError } from '../errors.ts'
import type { Lease } from '../ports/leases.ts'
import { type WakeUps, wakeUps } from '../wake-ups.ts'
import { keepListening } from './keep-listening.ts'
import type { ListeningContext } from './listening-context.ts'

export interface LeaseOptions {
  readonly owner: string
  readonly leaseMs: number
  readonly maxIntegrations: number
}

interface Session {
  readonly lease: Lease
  readonly syncRequests: WakeUps
  readonly abort: AbortController
  readonly done: Promise<void>
}

/** Changes seldom come alone; looking twice a second is often enough. */
const quietMs = 500

/**
 * Takes leases on integrations, listens to each, and prolongs the leases, until the returned function is called:
 * it ends every session and gives the leases back. A lease that cannot be prolonged ends its session at once.
 */
export async function listenToLeases(
  ctx: ListeningContext,
  options: LeaseOptions,
): Promise<() => Promise<void>> {
  const sessions = new Map<string, Session>()
  const commits = wakeUps(ctx.clock)
  const stopping = new AbortController()
  const stopWatching = await ctx.storage.onCommit(() => commits.wake())
  const looping = loop()
  return async () => {
    stopping.abort()
    await looping
    stopWatching()
    await endAll(ctx, options.owner, sessions)
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await tick(ctx, options, sessions)
      await ctx.clock.sleep(quietMs, stopping.signal)
      await commits.sleep(options.leaseMs / 3, stopping.signal)
    }
  }
}

async function tick(
  ctx: ListeningContext,
  options: LeaseOptions,
  sessions: Map<string, Session>,
): Promise<void> {
  try {
    await renew(ctx, options, sessions)
    await acquire(ctx, options, sessions)
  } catch (error) {
    // Without the database nothing can be stored either: fences refuse what a stale session tries.
    ctx.log.error('leases could not be renewed', {
      error: error instanceof Error ? error.message : 'unknown',
    })
  }
}

async function renew(
  ctx: ListeningContext,
  options: LeaseOptions,
  sessions: Map<string, Session>,
): Promise<void> {
  if (sessions.size === 0) return
  const leases = [...sessions.values()].map((session) => session.lease)
  const held = await ctx.storage.leases.renew(options.owner, options.leaseMs, leases)
  const heldKeys = new Map(held.map((lease) => [keyOf(lease), lease]))
  for (const [key, session] of sessions) {
    const lease = heldKeys.get(key)
    if (lease === undefined) session.abort.abort()
    else if (lease.syncRequested) session.syncRequests.wake()
  }
}

async function acquire(
  ctx: ListeningContext,
  options: LeaseOptions,
  sessions: Map<string, Session>,
): Promise<void> {
  const room = options.maxIntegrations - sessions.size
  if (room <= 0) return
  const leases = await ctx.storage.leases.acquire(options.owner, options.leaseMs, room)
  for (const lease of leases) {
    const key = keyOf(lease)
    const abort = new AbortController()
    const syncRequests = wakeUps(ctx.clock)
    const done = keepListening(ctx, lease, syncRequests, abort.signal)
      .catch((error: unknown) => {
        ctx.log.error('a session broke off', { error: error instanceof Error ? error.message : 'unknown' })
      })
      .finally(() => sessions.delete(key))
    sessions.set(key, { lease, syncRequests, abort, done })
  }
}

async function endAll(ctx: ListeningContext, owner: string, sessions: Map<string, Session>): Promise<void> {
  const ending = [...sessions.values()]
  for (const session of ending) session.abort.abort()
  await Promise.all(ending.map((session) => session.done))
  const leases = ending.map((session) => session.lease)
  await ctx.storage.leases.release(owner, leases).catch((error: unknown) => {
    ctx.log.warn('leases could not be given back; they expire by themselves', {
      code: toGuichetError(error).code,
    })
  })
}

/** A new holder has a new fence, so an old session never shares its key with the one that follows it. */
function keyOf(lease: Lease): string {
  return `${lease.tenant}/${lease.integrationId}/${lease.fence}`
}
