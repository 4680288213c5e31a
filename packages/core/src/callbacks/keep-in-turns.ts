import type { TenantId } from '../model/tenant.ts'
import type { KeepOutcome, NewCallback } from '../ports/callback-records.ts'
import type { Storage } from '../ports/storage.ts'
import { inTurns } from './in-turns.ts'

/** Durable when it resolves. */
export type Keep = (tenant: TenantId, callback: NewCallback) => Promise<KeepOutcome>

const limits = {
  mostItems: 200,
  mostWeight: 2 * 1024 * 1024,
  weigh: ({ content }: NewCallback) => content.byteLength,
}

/**
 * Keeps the callbacks of requests that come at the same time in one statement of their tenant: a commit costs as much
 * for a hundred as for one.
 */
export function keepInTurns(storage: Storage): Keep {
  const desks = new Map<TenantId, (callback: NewCallback) => Promise<KeepOutcome>>()
  function open(tenant: TenantId): (callback: NewCallback) => Promise<KeepOutcome> {
    const desk = inTurns(
      (callbacks: readonly NewCallback[]) => storage.keepCallbacks(tenant, callbacks),
      limits,
    )
    desks.set(tenant, desk)
    return desk
  }
  return (tenant, callback) => (desks.get(tenant) ?? open(tenant))(callback)
}
