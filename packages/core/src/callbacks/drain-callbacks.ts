import { isRetryable, toGuichetError } from '../errors.ts'
import type { TenantId } from '../model/tenant.ts'
import type { HeldPart } from '../ports/callback-records.ts'
import type { ListenSession } from '../ports/channel.ts'
import type { Storage } from '../ports/storage.ts'
import type { ChannelWebhook } from '../ports/webhook.ts'
import { wakeUps } from '../wake-ups.ts'
import { type CallbackUnit, rawUnit, understandCallbacks } from './understand-callbacks.ts'

export interface Drain {
  readonly storage: Storage
  readonly tenant: TenantId
  readonly webhook: ChannelWebhook
  readonly session: ListenSession
}

const mostAtOnce = 50
/** A commit that was not announced is found after this time; so is a message whose other parts do not come. */
const lookMs = 30_000
/** A busy tenant commits all the time. */
const quietMs = 200
const forgetEveryMs = 60 * 60_000
/** How long a repetition is recognised: providers repeat for a day, people who replay old requests longer. */
const rememberMs = 35 * 24 * 60 * 60_000

/**
 * Understands what an integration was told, in the order of arrival, until the signal aborts: read → put parts
 * together → accept, which stores the messages and marks the callbacks in one transaction under the lease. A process
 * that ends at any moment leaves a callback either pending or done.
 */
export async function drainCallbacks(drain: Drain): Promise<void> {
  const { storage, tenant, session } = drain
  const { clock, signal } = session
  const commits = wakeUps(clock)
  const stopListening = session.onSyncRequest(() => commits.wake())
  const stopWatching = await storage.onCommit((changed) => {
    if (changed === tenant) commits.wake()
  })
  let forgetAt = 0
  try {
    await session.report({ status: 'success', error: null })
    while (!signal.aborted) {
      const isMore = await drainSome(drain)
      if (isMore) continue
      if (clock.now().getTime() >= forgetAt) {
        await forgetOld(drain)
        forgetAt = clock.now().getTime() + forgetEveryMs
      }
      await clock.sleep(quietMs, signal)
      await commits.sleep(lookMs, signal)
    }
  } finally {
    stopListening()
    stopWatching()
  }
}

/** One portion; returns whether there is more to do now. */
async function drainSome(drain: Drain): Promise<boolean> {
  const { storage, tenant, webhook, session } = drain
  const { integrationId, clock } = session
  const { pending, held } = await storage.transaction(tenant, async (tx) => ({
    pending: await tx.callbacks.pending(integrationId, mostAtOnce),
    held: await tx.callbacks.held(integrationId),
  }))
  const areAll = pending.length < mostAtOnce
  const understood = understandCallbacks(webhook, { pending, held, areAll, now: clock.now() })
  if (understood.units.length === 0 && understood.held.length === 0) return false
  await settleAll(drain, understood.units, understood.held)
  await session.report({ status: 'success', error: null })
  return !areAll
}

/** One that spoils the transaction costs only itself: it becomes what a person can look at. */
async function settleAll(
  { session }: Drain,
  units: readonly CallbackUnit[],
  held: readonly HeldPart[],
): Promise<void> {
  try {
    return await settle(session, units, held)
  } catch (error) {
    if (isRetryable(error)) throw error
    session.log.warn('callbacks could not be settled together; they are settled one by one', {
      ...{ integrationId: session.integrationId, callbacks: units.length },
      code: toGuichetError(error).code,
    })
  }
  await settle(session, [], held)
  for (const unit of units) await settleOrShow(session, unit)
}

async function settleOrShow(session: ListenSession, unit: CallbackUnit): Promise<void> {
  try {
    await settle(session, [unit], [])
  } catch (error) {
    if (isRetryable(error)) throw error
    await settle(session, unit.callbacks.map(rawUnit), [])
  }
}

async function settle(
  session: ListenSession,
  units: readonly CallbackUnit[],
  held: readonly HeldPart[],
): Promise<void> {
  const done = units.flatMap(({ callbacks }) => callbacks.map(({ callbackId }) => callbackId))
  const outcomes = units.flatMap((unit) => unit.outcomes)
  await session.accept({
    messages: units.flatMap(({ messages }) => messages),
    cursor: null,
    callbacks: { done, held, outcomes },
  })
}

async function forgetOld({ storage, tenant, session }: Drain): Promise<void> {
  const { integrationId, clock, signal } = session
  const before = new Date(clock.now().getTime() - rememberMs)
  const some = () => storage.transaction(tenant, (tx) => tx.callbacks.forget(integrationId, before))
  while (!signal.aborted && (await some()) > 0);
}
