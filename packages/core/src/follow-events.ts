import type { InboxEvent } from './model/event.ts'
import type { TenantId } from './model/tenant.ts'
import type { Clock } from './ports/clock.ts'
import type { Storage } from './ports/storage.ts'
import { wakeUps } from './wake-ups.ts'

const pageSize = 200

/**
 * A commit is announced at once; this is for announcements lost with a connection, and for events that an older,
 * still open transaction holds back.
 */
const pollMs = 1_000

/** Events of a tenant after a position, as they are committed, until the signal aborts. */
export async function* followEvents(
  ctx: { readonly storage: Storage; readonly clock: Clock },
  tenant: TenantId,
  from: string | null,
  signal: AbortSignal,
): AsyncIterable<InboxEvent> {
  const commits = wakeUps(ctx.clock)
  const unsubscribe = await ctx.storage.onCommit((changed) => {
    if (changed === tenant) commits.wake()
  })
  let position = from
  try {
    while (!signal.aborted) {
      const page = await ctx.storage.transaction(tenant, (tx) => tx.events.after(position, pageSize))
      position = page.position
      yield* page.events
      if (page.events.length < pageSize) await commits.sleep(pollMs, signal)
    }
  } finally {
    unsubscribe()
  }
}
