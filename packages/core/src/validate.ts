import type { z } from 'zod'
import { GuichetError } from './errors.ts'

/** What the schema makes of a value. Throws `invalid-input` naming the first wrong field and what it should be. */
export function validate<Value>(schema: z.ZodType<Value>, value: unknown, path = ''): Value {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = [path, ...(issue?.path ?? [])].filter((part) => part !== '').join('.')
  throw new GuichetError('invalid-input', `${field || 'the input'}: ${issue?.message ?? 'not valid'}`, {
    ...(field === '' ? {} : { field }),
  })
}
