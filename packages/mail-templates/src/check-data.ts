import { GuichetError } from '@guichet/core'
import type { z } from 'zod'

/** What the schema makes of the data. Throws `invalid-input` naming the first wrong field and what it should be. */
export async function checkData<Data>(schema: z.ZodType<Data>, data: unknown): Promise<Data> {
  const result = await schema.safeParseAsync(data)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = ['data', ...(issue?.path ?? [])].map(String).join('.')
  throw new GuichetError('invalid-input', `${field}: ${issue?.message ?? 'not valid'}`, { field })
}
