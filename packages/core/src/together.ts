import type { TenantId } from './model/tenant.ts'

interface Asked<Item, Result> {
  readonly item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Does for many at once what each of them asks for alone: what is asked for while the work of its tenant is being done
 * is done next, together. So nothing ever waits for company, and the busier it is the more share one piece of work.
 * Where that fails each is tried alone: nobody fails for another one. `work` returns a result for each item, in order.
 */
export function together<Item, Result>(
  work: (tenant: TenantId, items: readonly Item[]) => Promise<readonly Result[]>,
): (tenant: TenantId, item: Item) => Promise<Result> {
  /** By tenant, while work is being done for it: what comes next. */
  const waiting = new Map<TenantId, Asked<Item, Result>[]>()

  async function workOff(tenant: TenantId): Promise<void> {
    // Whoever asks in the same breath comes along.
    await null
    for (let next = waiting.get(tenant) ?? []; next.length > 0; next = waiting.get(tenant) ?? []) {
      waiting.set(tenant, [])
      await doTogether(tenant, next)
    }
    waiting.delete(tenant)
  }

  async function doTogether(tenant: TenantId, asked: readonly Asked<Item, Result>[]): Promise<void> {
    try {
      const results = await work(
        tenant,
        asked.map(({ item }) => item),
      )
      for (const [index, { resolve }] of asked.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (asked.length === 1) asked[0]?.reject(error)
      else await Promise.all(asked.map((one) => doTogether(tenant, [one])))
    }
  }

  return (tenant, item) =>
    new Promise((resolve, reject) => {
      const asked = { item, resolve, reject }
      const next = waiting.get(tenant)
      if (next !== undefined) next.push(asked)
      else {
        waiting.set(tenant, [asked])
        void workOff(tenant)
      }
    })
}
