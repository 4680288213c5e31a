import { toGuichetError } from '../errors.ts'
import type { TenantId } from '../model/tenant.ts'
import { wakeUps } from '../wake-ups.ts'
import type { DeliveringContext } from './delivering-context.ts'
import { fanOut } from './fan-out.ts'

/**
 * How often new endpoints are looked for, and tenants that changed are looked at again: an older transaction that is
 * still open holds events back, and nobody announces its end.
 */
const lookMs = 2_000

/** Every so many looks all of them are swept: what was missed, and what a dead worker left. */
const looksPerSweep = 15

/**
 * Makes deliveries of events as they are committed, in every tenant that has endpoints, until the returned function
 * is called. Any number of processes may do so.
 */
export async function watchEndpoints(ctx: DeliveringContext): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  const commits = wakeUps(ctx.clock)
  const changed = new Set<TenantId>()
  const changedSinceLook = new Set<TenantId>()
  let known: ReadonlySet<TenantId> = new Set()
  const stopListening = await ctx.storage.onCommit((tenant) => {
    if (!known.has(tenant)) return
    changed.add(tenant)
    changedSinceLook.add(tenant)
    commits.wake()
  })
  const looping = loop()
  return async () => {
    stopping.abort()
    await looping
    stopListening()
  }

  async function loop(): Promise<void> {
    let nextLook = 0
    for (let looks = 0; !stopping.signal.aborted; ) {
      if (ctx.clock.now().getTime() >= nextLook) {
        await attempt(() => look(looks % looksPerSweep === 0))
        looks += 1
        nextLook = ctx.clock.now().getTime() + lookMs
      }
      for (const tenant of takeAll(changed)) await attempt(() => fanOut(ctx, tenant))
      const pause = nextLook - ctx.clock.now().getTime()
      if (pause > 0 && changed.size === 0) await commits.sleep(pause, stopping.signal)
    }
  }

  async function look(isSweep: boolean): Promise<void> {
    for (const tenant of takeAll(changedSinceLook)) changed.add(tenant)
    const tenants = await ctx.storage.endpointTenants()
    for (const tenant of tenants) {
      if (isSweep || !known.has(tenant)) changed.add(tenant)
      if (isSweep) await attempt(() => wakeDue(ctx, tenant))
    }
    known = new Set(tenants)
  }

  /** One tenant's trouble is not another's, and the next sweep comes. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const { code, message } = toGuichetError(error)
      ctx.log.error('webhook endpoints could not be looked after; the next sweep tries again', {
        code,
        message,
      })
    }
  }
}

/** What is due and has no job any more: its worker died, or the job failed too often. */
async function wakeDue(ctx: DeliveringContext, tenant: TenantId): Promise<void> {
  await ctx.storage.transaction(tenant, async (tx) => {
    const due = await tx.endpoints.due(ctx.clock.now())
    await tx.enqueue(due.map((subject) => ({ queue: 'webhook', subject, startAt: null })))
  })
}

function takeAll<Item>(items: Set<Item>): readonly Item[] {
  const taken = [...items]
  items.clear()
  return taken
}
