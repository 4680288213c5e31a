import { type Actor, idempotencyKeySchema, type TenantInbox } from '@guichet/core'
import { z } from 'zod'

/** Of a request for an operation that is done once. */
export const keyedSchema = z.object({
  headers: z.object({
    'idempotency-key': idempotencyKeySchema
      .describe('Of your choice: the same request with the same key is done once, for a day')
      .exactOptional(),
  }),
})

interface KeyedCall {
  readonly name: string
  readonly key: string
  /** Checked: what a schema makes of two spellings of one request is the same. */
  readonly input: Readonly<Record<string, unknown>>
}

/** Does an operation once for a key. Its answer is what JSON makes of it, the first time and every other time. */
export async function onceByKey(
  { tenant, actor }: { readonly tenant: TenantInbox; readonly actor: Actor },
  { name, key, input: { params, query, body } }: KeyedCall,
  work: (tenant: TenantInbox) => unknown,
): Promise<unknown> {
  const request = JSON.stringify([name, params, query, body])
  const answer = await tenant.once({ key, request, actor }, async (inside) =>
    JSON.stringify([(await work(inside)) ?? null]),
  )
  const [value] = z.tuple([z.unknown()]).parse(JSON.parse(answer))
  return value
}
